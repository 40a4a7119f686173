import type { WorkerSnapshot } from "@lockstep/telemetry/events";
import { plural } from "../../presentation/plural.js";
import type { LiveRun } from "../live-run.js";
import { line, padded, widthOf, type Line, type Medium, type Tone } from "../text.js";
import { count } from "./progress-lines.js";
import { heading, type SectionOf } from "./section.js";

const states: Readonly<Record<WorkerSnapshot["state"], { readonly text: string; readonly tone: Tone }>> = {
  quarantined: { text: "quarantined", tone: "bad" },
  "lease-expired": { text: "silent", tone: "warning" },
  leaving: { text: "leaving", tone: "warning" },
  standby: { text: "stands by", tone: "faint" },
  live: { text: "live", tone: "good" },
};
const order = Object.keys(states) as readonly WorkerSnapshot["state"][];

const widestId = 28;

/** Who computes. Where there is no room for all, those that are not well come first. */
export const workersSection: SectionOf = ({ run: live }, medium) => {
  const { workers } = live;
  const title = heading("Workers", summary(workers));
  return {
    wanted: 1 + workers.length,
    least: workers.length === 0 ? 1 : 2,
    render(rows) {
      if (workers.length < rows) return [title, ...workers.map((worker) => lineOf(worker, live, medium))];
      const shown = [...workers].sort(byState).slice(0, Math.max(0, rows - 2));
      const more = line(`  and ${count(workers.length - shown.length)} more`, "faint");
      return [title, ...shown.map((worker) => lineOf(worker, live, medium)), more].slice(0, rows);
    },
  };
};

function byState(a: WorkerSnapshot, b: WorkerSnapshot): number {
  return order.indexOf(a.state) - order.indexOf(b.state);
}

function summary(workers: readonly WorkerSnapshot[]): string {
  if (workers.length === 0) return "none";
  const counts = order.map(
    (state) => [state, workers.filter((worker) => worker.state === state).length] as const,
  );
  return counts
    .filter(([, number]) => number > 0)
    .reverse()
    .map(([state, number]) => `${count(number)} ${states[state].text}`)
    .join(", ");
}

function lineOf(worker: WorkerSnapshot, live: LiveRun, medium: Medium): Line {
  const { workerId, state, slots, backend } = worker;
  const columns = Math.min(widestId, Math.max(...live.workers.map((one) => widthOf(one.workerId))));
  const straggled = live.straggledOf(workerId);
  return [
    { text: `  ${padded(workerId, columns, medium)}  ` },
    { text: states[state].text.padEnd(11), tone: states[state].tone },
    { text: `  ${plural(slots, "slot").padEnd(8)}  ${backend}` },
    ...(straggled === 0
      ? []
      : [
          {
            text: `  ${count(straggled)} ${straggled === 1 ? "micro-batch" : "micro-batches"} given to others too`,
            tone: "warning" as const,
          },
        ]),
  ];
}
