import type { RunSnapshot } from "@lockstep/telemetry/events";
import { useMemo, useState, type ReactNode } from "react";
import { useAnswer } from "../api/use-answer.js";
import { formatCount } from "../format/numbers.js";
import { EmptyState } from "../parts/empty-state.js";
import { Loading } from "../parts/loading.js";
import { usePageTitle } from "../shell/page-title.js";
import { useLiveState } from "../store/live-context.js";
import { useListSettings } from "./list-settings.js";
import { allRuns, filtered, sorted } from "./run-list.js";
import { RunCards } from "./run-cards.js";
import { RunsTable } from "./runs-table.js";
import { RunsToolbar } from "./runs-toolbar.js";
import { usePhone } from "./use-phone.js";
import "./runs.css";

/** The most that the coordinator lists. */
const maxStored = 1000;
/** Rows that are shown before somebody asks for more. */
const pageRows = 100;
const none: readonly RunSnapshot[] = [];

/** All runs, those of before too. */
export function RunsPage(): ReactNode {
  usePageTitle("Runs");
  const live = useLiveState((state) => state.snapshot.runs);
  const isReady = useLiveState((state) => state.generation > 0);
  const stored = useAnswer<{ readonly runs: readonly RunSnapshot[] }>(`/v1/runs?limit=${maxStored}`);
  const runs = useMemo(() => allRuns(live, stored.value?.runs ?? none), [live, stored.value]);
  if (runs.length > 0) return <Runs runs={runs} />;
  if (!isReady || stored.isLoading) return <Loading what="runs" />;
  return (
    <EmptyState title="No runs yet" command="lockstep run examples/keras-notebook.yaml" isPage>
      Train something, and watch it here. The seed notebook&apos;s model takes a second.
    </EmptyState>
  );
}

function Runs({ runs }: { readonly runs: readonly RunSnapshot[] }): ReactNode {
  const settings = useListSettings();
  const rates = useLiveState((state) => state.stepsPerSecond);
  const [rows, setRows] = useState(pageRows);
  const isPhone = usePhone();
  const { search, states, sorting } = settings;
  const found = useMemo(
    () => sorted(filtered(runs, search, states), sorting, rates),
    [runs, search, states, sorting, rates],
  );
  const shown = found.slice(0, rows);
  return (
    <div className="runs">
      <RunsToolbar runs={runs} found={found.length} settings={settings} isPhone={isPhone} />
      {found.length === 0 ? (
        <EmptyState title="No run is like that">
          <button
            type="button"
            className="button"
            onClick={() => {
              settings.setSearch("");
              settings.setStates([]);
            }}
          >
            Show all {formatCount(runs.length)} runs
          </button>
        </EmptyState>
      ) : isPhone ? (
        <RunCards runs={shown} rates={rates} settings={settings} />
      ) : (
        <RunsTable runs={shown} rates={rates} settings={settings} />
      )}
      {found.length > rows && (
        <button type="button" className="button runs-more" onClick={() => setRows(rows + pageRows)}>
          Show {formatCount(Math.min(pageRows, found.length - rows))} more
        </button>
      )}
    </div>
  );
}
