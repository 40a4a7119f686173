import { memo, type ReactNode } from "react";
import { useAnswers } from "../api/use-answers.js";
import { counted } from "../format/counted.js";
import { Choice } from "../parts/choice.js";
import { Loading } from "../parts/loading.js";
import { Notice } from "../parts/notice.js";
import { Panel } from "../parts/panel.js";
import type { ComparedRun } from "./compared-run.js";
import { useCompareSettings } from "./compare-settings.js";
import { jobRows, type JobRow, type JobValue } from "./job-difference.js";

const options = [
  { value: "different", label: "Different" },
  { value: "all", label: "All" },
] as const;

/** Job files side by side, what differs marked. */
export const JobTable = memo(function JobTable({
  runs,
}: {
  readonly runs: readonly ComparedRun[];
}): ReactNode {
  const settings = useCompareSettings();
  const answers = useAnswers<JobValue>(
    runs.map(({ run }) => `/v1/runs/${encodeURIComponent(run.runId)}/job`),
  );
  const known = runs.flatMap((of, index) => {
    const job = answers[index]?.value;
    return job === undefined ? [] : [{ of, job }];
  });
  const rows = jobRows(known.map(({ job }) => job));
  const errors = answers.flatMap(({ error }, index) =>
    error === undefined ? [] : [`${runs[index]?.title ?? ""}: ${error}`],
  );
  const different = rows.filter(({ differs }) => differs);
  return (
    <Panel
      title="Job files"
      tools={
        <Choice label="Rows shown" options={options} value={settings.rows} onChange={settings.setRows} />
      }
    >
      {errors.length > 0 && <Notice tone="warn">Not all job files are there. {errors.join("; ")}</Notice>}
      {known.length === 0 ? (
        answers.some(({ isLoading }) => isLoading) && <Loading what="the job files" />
      ) : (
        <>
          <p className="compare-summary">{summary(different.length, rows.length, known.length)}</p>
          <Rows runs={known.map(({ of }) => of)} rows={settings.rows === "all" ? rows : different} />
        </>
      )}
    </Panel>
  );
});

function Rows({
  runs,
  rows,
}: {
  readonly runs: readonly ComparedRun[];
  readonly rows: readonly JobRow[];
}): ReactNode {
  if (rows.length === 0) return null;
  return (
    <div className="table-scroll" role="region" aria-label="Job files side by side" tabIndex={0}>
      <table className="table job-table">
        <thead>
          <tr>
            <th scope="col">Key</th>
            {runs.map(({ run, title }) => (
              <th key={run.runId} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ path, values, differs }) => (
            <tr key={path} data-differs={differs}>
              <th scope="row">
                <code>{path}</code>
                {differs && <span className="job-differs"> differs</span>}
              </th>
              {values.map((value, index) => (
                <td key={index}>
                  {value === undefined ? <span className="quiet">not there</span> : <code>{value}</code>}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function summary(different: number, all: number, jobs: number): string {
  if (jobs === 1) return "There is one job file, and none to compare it with.";
  if (different === 0) return `All ${all} settings are the same.`;
  return `${counted(different, "setting differs", "settings differ")}, of ${all}.`;
}
