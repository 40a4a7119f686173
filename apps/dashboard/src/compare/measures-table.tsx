import type { ReactNode } from "react";
import { formatCount, formatNumber } from "../format/numbers.js";
import { Panel } from "../parts/panel.js";
import { StateMark } from "../parts/state-mark.js";
import { runStateLooks } from "../parts/tone.js";
import type { ComparedRun } from "./compared-run.js";
import { digestWords } from "./equal-digests.js";
import { measureRows } from "./final-measures.js";

/** What the runs have come to, and whether their parameters are the same. */
export function MeasuresTable({ runs }: { readonly runs: readonly ComparedRun[] }): ReactNode {
  const snapshots = runs.map(({ run }) => run);
  const titleOf = new Map(runs.map(({ run, title }) => [run.runId, title]));
  return (
    <Panel title="What they have come to">
      {digestWords(snapshots, ({ runId }) => titleOf.get(runId) ?? runId).map((words) => (
        <p key={words} className="compare-summary">
          {words}
        </p>
      ))}
      <div className="table-scroll" role="region" aria-label="Final measures" tabIndex={0}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Measure</th>
              {runs.map(({ run, title }) => (
                <th key={run.runId} scope="col" className="number">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {measureRows(snapshots).map(({ name, values, best }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {values.map((value, index) => (
                  <td key={index} className="number">
                    {value !== undefined && value === best && <span className="epoch-best-mark">best</span>}{" "}
                    {formatNumber(value)}
                  </td>
                ))}
              </tr>
            ))}
            <Row name="state" runs={runs} of={({ run }) => <StateMark look={runStateLooks[run.state]} />} />
            <Row
              name="steps"
              runs={runs}
              of={({ run }) => `${formatCount(run.step)} of ${formatCount(run.totalSteps)}`}
            />
            <Row
              name="digest of the parameters"
              runs={runs}
              of={({ run }) => (run.digest ? <code title={run.digest}>{run.digest.slice(0, 12)}</code> : "–")}
            />
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function Row({
  name,
  runs,
  of,
}: {
  readonly name: string;
  readonly runs: readonly ComparedRun[];
  readonly of: (run: ComparedRun) => ReactNode;
}): ReactNode {
  return (
    <tr>
      <th scope="row">{name}</th>
      {runs.map((each) => (
        <td key={each.run.runId} className="number">
          {of(each)}
        </td>
      ))}
    </tr>
  );
}
