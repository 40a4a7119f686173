import type { WorkerView } from "@lockstep/telemetry/views";
import type { ReactNode } from "react";
import { formatDuration } from "../format/durations.js";
import { formatBytes, formatCount, formatPercent, formatRate } from "../format/numbers.js";
import { StateMark } from "../parts/state-mark.js";
import { workerStateLooks } from "../parts/tone.js";
import { leaseUsed, usualFingerprint } from "./cluster-reading.js";
import { DrainButton } from "./drain-button.js";

interface Column {
  readonly title: string;
  /** What it means, for who does not know. */
  readonly hint: string;
  readonly isNumber?: boolean;
  readonly cell: (worker: WorkerView, usual: string | undefined) => ReactNode;
}

const columns: readonly Column[] = [
  {
    title: "State",
    hint: "Silent: nothing came from it for longer than its lease; its work went to others",
    cell: ({ state }) => <StateMark look={workerStateLooks[state]} />,
  },
  { title: "Address", hint: "Of its end of the connection", cell: ({ address }) => address || "–" },
  { title: "Backend", hint: "What computes there", cell: ({ backend }) => backend },
  {
    title: "Fingerprint",
    hint: "Workers with the same fingerprint compute the same bits",
    cell: ({ fingerprint }, usual) => (
      <Fingerprint fingerprint={fingerprint} isUsual={fingerprint === usual} />
    ),
  },
  { title: "Slots", hint: "Ranges that it computes at a time", isNumber: true, cell: ({ slots }) => slots },
  {
    title: "Micro-batches/s",
    hint: "Those that counted, in the newest ten seconds",
    isNumber: true,
    cell: ({ microBatchesPerSecond }) => formatRate(microBatchesPerSecond),
  },
  {
    title: "Share",
    hint: "Of all micro-batches that counted in the newest ten seconds",
    isNumber: true,
    cell: ({ share }) => <Bar part={share} text={formatPercent(share)} />,
  },
  {
    title: "Round trip",
    hint: "From a message to its answer",
    isNumber: true,
    cell: ({ roundTripMs }) => formatDuration(roundTripMs),
  },
  {
    title: "Lease",
    hint: "Since anything came from it, against the lease after which its work goes to others",
    isNumber: true,
    cell: (worker) => <Lease worker={worker} />,
  },
  {
    title: "CPU",
    hint: "100 % is one core",
    isNumber: true,
    cell: ({ cpu }) => formatPercent(cpu),
  },
  { title: "Memory", hint: "Resident", isNumber: true, cell: ({ memoryBytes }) => formatBytes(memoryBytes) },
  {
    title: "Held",
    hint: "Micro-batches that it has and did not answer yet",
    isNumber: true,
    cell: ({ held }) => formatCount(held),
  },
  {
    title: "Dropped",
    hint: "Results of it that did not count: stale, duplicate or unsolicited",
    isNumber: true,
    cell: ({ dropped }) => formatCount(dropped),
  },
];

/** All of each worker; on a phone, each is a card. */
export function WorkersTable({ workers }: { readonly workers: readonly WorkerView[] }): ReactNode {
  const usual = usualFingerprint(workers);
  // Roles are said aloud, as browsers forget those of a table that is laid out as cards.
  return (
    <div className="table-scroll" role="region" aria-label="Table of workers" tabIndex={0}>
      <table className="table workers" role="table">
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader">Worker</th>
            {columns.map(({ title, hint, isNumber = false }) => (
              <th key={title} role="columnheader" title={hint} className={isNumber ? "number" : undefined}>
                {title}
              </th>
            ))}
            <th role="columnheader">
              <span className="visually-hidden">Drain</span>
            </th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {workers.map((worker) => (
            <tr key={worker.workerId} role="row">
              <th role="rowheader" className="workers-name">
                {worker.workerId}
              </th>
              {columns.map(({ title, isNumber = false, cell }) => (
                <td key={title} role="cell" data-title={title} className={isNumber ? "number" : undefined}>
                  {cell(worker, usual)}
                </td>
              ))}
              <td role="cell" className="workers-drain">
                <DrainButton worker={worker} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Fingerprint({
  fingerprint,
  isUsual,
}: {
  readonly fingerprint: string;
  readonly isUsual: boolean;
}): ReactNode {
  return (
    <span title={fingerprint}>
      <code className="workers-fingerprint">{fingerprint}</code>
      {!isUsual && <strong className="workers-odd"> differs</strong>}
    </span>
  );
}

function Lease({ worker }: { readonly worker: WorkerView }): ReactNode {
  const used = leaseUsed(worker);
  const age = formatDuration(worker.leaseAgeMs);
  if (used === undefined) return age;
  return <Bar part={used} text={`${age} of ${formatDuration(worker.leaseDurationMs)}`} isBad={used >= 1} />;
}

/** A number with a bar below it, which says nothing more. */
function Bar({
  part,
  text,
  isBad = false,
}: {
  readonly part: number;
  readonly text: string;
  readonly isBad?: boolean;
}): ReactNode {
  return (
    <span className="workers-bar" data-bad={isBad}>
      {text}
      <span className="workers-bar-line" aria-hidden="true">
        <span style={{ transform: `scaleX(${Math.min(1, Math.max(0, part))})` }} />
      </span>
    </span>
  );
}
