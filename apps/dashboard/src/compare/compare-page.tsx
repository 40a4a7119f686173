import type { ReactNode } from "react";
import { Link } from "wouter";
import { EmptyState } from "../parts/empty-state.js";
import { Icon } from "../parts/icon.js";
import { Loading } from "../parts/loading.js";
import { Notice } from "../parts/notice.js";
import { StateMark } from "../parts/state-mark.js";
import { runStateLooks } from "../parts/tone.js";
import { runAddress } from "../shell/addresses.js";
import { usePageTitle } from "../shell/page-title.js";
import { CompareCurvesPart } from "./compare-curves.js";
import { CompareFlow } from "./compare-flow.js";
import { useCompareSettings, type CompareSettings } from "./compare-settings.js";
import type { ComparedRun } from "./compared-run.js";
import { JobTable } from "./job-table.js";
import { MeasuresTable } from "./measures-table.js";
import { useComparedRuns } from "./use-compared-runs.js";
import "./compare.css";

/** Runs beside each other. */
export default function ComparePage(): ReactNode {
  usePageTitle("Compare");
  const settings = useCompareSettings();
  const { runs, settled, isLoading, errors } = useComparedRuns(settings.runIds);
  if (settings.runIds.length === 0) {
    return (
      <EmptyState title="Nothing to compare yet">
        Select two runs or more in the <Link href="/">list of runs</Link>.
      </EmptyState>
    );
  }
  if (runs.length === 0 && isLoading) return <Loading what="the runs" />;
  return (
    <div className="compare">
      <h1>Compare</h1>
      {errors.map((error) => (
        <Notice key={error} tone="warn">
          {error}
        </Notice>
      ))}
      <ComparedRuns runs={runs} settings={settings} />
      <CompareCurvesPart runs={settled} />
      <div className="compare-tables">
        <MeasuresTable runs={runs} />
        <JobTable runs={settled} />
      </div>
      <CompareFlow runs={settled} />
    </div>
  );
}

function ComparedRuns({
  runs,
  settings,
}: {
  readonly runs: readonly ComparedRun[];
  readonly settings: CompareSettings;
}): ReactNode {
  return (
    <ul className="compare-runs">
      {runs.map(({ run, title, colour }) => (
        <li key={run.runId}>
          <span className="chart-swatch" style={{ background: `var(${colour})` }} />
          <Link href={runAddress(run.runId)}>{title}</Link>
          <StateMark look={runStateLooks[run.state]} />
          <button
            type="button"
            className="button button-quiet button-icon"
            aria-label={`Leave out ${title}`}
            title="Leave it out"
            onClick={() => settings.setRunIds(settings.runIds.filter((runId) => runId !== run.runId))}
          >
            <Icon name="cross" />
          </button>
        </li>
      ))}
    </ul>
  );
}
