import type { RunSnapshot } from "@lockstep/telemetry/events";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { formatCount } from "../format/numbers.js";
import { Icon } from "../parts/icon.js";
import { runStateLooks } from "../parts/tone.js";
import { compareAddress } from "../shell/addresses.js";
import type { ListSettings } from "./list-settings.js";
import { newestFirst, sortKeys, type SortKey } from "./run-list.js";

const sortNames: Readonly<Record<SortKey, string>> = {
  submitted: "newest",
  name: "name",
  kind: "kind",
  state: "state",
  progress: "progress",
  eta: "time left",
  best: "best measure",
};

/** Which of the runs are seen, and what is done with those that are selected. */
export function RunsToolbar({
  runs,
  found,
  settings,
  isPhone,
}: {
  readonly runs: readonly RunSnapshot[];
  readonly found: number;
  readonly settings: ListSettings;
  readonly isPhone: boolean;
}): ReactNode {
  const isAll = found === runs.length;
  return (
    <div className="runs-toolbar">
      <h1>Runs</h1>
      <span className="quiet" role="status">
        {isAll ? formatCount(runs.length) : `${formatCount(found)} of ${formatCount(runs.length)}`}
      </span>
      <span className="runs-search">
        <Icon name="search" />
        <input
          type="search"
          className="field"
          placeholder="Name, id or kind"
          aria-label="Search runs"
          value={settings.search}
          onChange={(event) => settings.setSearch(event.target.value)}
        />
      </span>
      <StateFilter runs={runs} settings={settings} />
      {isPhone && <SortChoice settings={settings} />}
      <Selection settings={settings} />
    </div>
  );
}

/** The states that there are. */
function StateFilter({
  runs,
  settings,
}: {
  readonly runs: readonly RunSnapshot[];
  readonly settings: ListSettings;
}): ReactNode {
  const counts = new Map<RunSnapshot["state"], number>();
  for (const { state } of runs) counts.set(state, (counts.get(state) ?? 0) + 1);
  const { states, setStates } = settings;
  const toggle = (state: string): void =>
    setStates(states.includes(state) ? states.filter((each) => each !== state) : [...states, state]);
  return (
    <div className="runs-states" role="group" aria-label="States">
      {Object.entries(runStateLooks).map(([state, look]) => {
        const count = counts.get(state as RunSnapshot["state"]);
        if (count === undefined && !states.includes(state)) return null;
        return (
          <button
            key={state}
            type="button"
            className="chip"
            aria-pressed={states.includes(state)}
            onClick={() => toggle(state)}
          >
            <Icon name={look.icon} />
            {look.word} <span className="quiet">{formatCount(count ?? 0)}</span>
          </button>
        );
      })}
    </div>
  );
}

function SortChoice({ settings }: { readonly settings: ListSettings }): ReactNode {
  return (
    <label className="label">
      Sort by
      <select
        className="field"
        value={settings.sorting.key}
        onChange={(event) => {
          const key = sortKeys.find((each) => each === event.target.value) ?? newestFirst.key;
          settings.setSorting({ key, descending: descendsFirst(key) });
        }}
      >
        {Object.entries(sortNames).map(([key, name]) => (
          <option key={key} value={key}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

/** What one wants to see first of it. */
export function descendsFirst(key: SortKey): boolean {
  return key === "submitted" || key === "progress" || key === "best";
}

function Selection({ settings }: { readonly settings: ListSettings }): ReactNode {
  const { selected, setSelected } = settings;
  if (selected.length === 0) return null;
  return (
    <span className="runs-selection">
      <button type="button" className="button button-quiet" onClick={() => setSelected([])}>
        Clear
      </button>
      {selected.length === 1 ? (
        <span className="quiet">Select another one to compare</span>
      ) : (
        <Link href={compareAddress(selected)} className="button button-primary">
          Compare {selected.length} runs
        </Link>
      )}
    </span>
  );
}
