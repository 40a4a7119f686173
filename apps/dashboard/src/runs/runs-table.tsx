import type { RunSnapshot } from "@lockstep/telemetry/events";
import { memo, type ReactNode } from "react";
import { Link } from "wouter";
import { Icon } from "../parts/icon.js";
import { StateMark } from "../parts/state-mark.js";
import { runStateLooks } from "../parts/tone.js";
import { runAddress } from "../shell/addresses.js";
import type { ListSettings } from "./list-settings.js";
import { LossSparkline } from "./loss-sparkline.js";
import { RunBest, RunEta, RunProgress, RunSubmitted } from "./run-facts.js";
import type { SortKey } from "./run-list.js";
import { descendsFirst } from "./runs-toolbar.js";

export interface RunRowsProps {
  readonly runs: readonly RunSnapshot[];
  /** Steps a second, by run. */
  readonly rates: Readonly<Record<string, number>>;
  readonly settings: ListSettings;
}

/** Runs with what one wants to know of each, a line for each. */
export function RunsTable({ runs, rates, settings }: RunRowsProps): ReactNode {
  return (
    <div className="panel table-scroll runs-table">
      <table className="table">
        <caption className="visually-hidden">Runs</caption>
        <thead>
          <tr>
            <td />
            <SortHead name="Run" sortKey="name" settings={settings} />
            <SortHead name="Kind" sortKey="kind" settings={settings} />
            <SortHead name="State" sortKey="state" settings={settings} />
            <SortHead name="Progress" sortKey="progress" settings={settings} />
            <SortHead name="Time left" sortKey="eta" settings={settings} isNumber />
            <SortHead name="Best" sortKey="best" settings={settings} isNumber />
            <th scope="col">Loss</th>
            <SortHead name="Submitted" sortKey="submitted" settings={settings} isNumber />
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <RunRow
              key={run.runId}
              run={run}
              rate={rates[run.runId]}
              isSelected={settings.selected.includes(run.runId)}
              onSelect={settings.toggle}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function SortHead({
  name,
  sortKey,
  settings,
  isNumber = false,
}: {
  readonly name: string;
  readonly sortKey: SortKey;
  readonly settings: ListSettings;
  readonly isNumber?: boolean;
}): ReactNode {
  const { sorting, setSorting } = settings;
  const isSorted = sorting.key === sortKey;
  const next = isSorted ? !sorting.descending : descendsFirst(sortKey);
  return (
    <th
      scope="col"
      className={isNumber ? "number" : undefined}
      aria-sort={isSorted ? (sorting.descending ? "descending" : "ascending") : undefined}
    >
      <button
        type="button"
        className="sort-button"
        onClick={() => setSorting({ key: sortKey, descending: next })}
      >
        {name}
        {isSorted && <Icon name={sorting.descending ? "down" : "up"} />}
      </button>
    </th>
  );
}

const RunRow = memo(function RunRow({
  run,
  rate,
  isSelected,
  onSelect,
}: {
  readonly run: RunSnapshot;
  readonly rate: number | undefined;
  readonly isSelected: boolean;
  readonly onSelect: (runId: string) => void;
}): ReactNode {
  return (
    <tr aria-selected={isSelected} className={isSelected ? "is-selected" : undefined}>
      <td>
        <input
          type="checkbox"
          aria-label={`Select ${run.name}, ${run.runId}`}
          checked={isSelected}
          onChange={() => onSelect(run.runId)}
        />
      </td>
      <th scope="row">
        <Link href={runAddress(run.runId)} className="run-name">
          {run.name}
        </Link>
        <span className="run-id mono">{run.runId}</span>
      </th>
      <td>{run.kind}</td>
      <td>
        <StateMark look={runStateLooks[run.state]} />
      </td>
      <td>
        <RunProgress run={run} />
      </td>
      <td className="number">
        <RunEta run={run} rate={rate} />
      </td>
      <td className="number">
        <RunBest run={run} />
      </td>
      <td>
        <LossSparkline run={run} />
      </td>
      <td className="number">
        <RunSubmitted run={run} />
      </td>
    </tr>
  );
});
