import type { RoundTimeline, WorkSpan } from "@lockstep/telemetry/views";
import { counted } from "../format/counted.js";

/** Who holds the others up. */
export interface Straggler {
  readonly workerId: string;
  /** Rounds whose last counted result was its, of all with more than one worker. */
  readonly lastIn: number;
  readonly rounds: number;
  /** Its time for a micro-batch by the others' median. */
  readonly slowdown: number;
}

/** Half as long again is noticed; less is the luck of the round. */
const noticeableSlowdown = 1.5;

/** The worker that takes longest for a micro-batch, where that is much longer than the others and ends rounds late. */
export function stragglerOf(rounds: readonly RoundTimeline[]): Straggler | undefined {
  const shared = rounds.map(({ spans }) => spans.filter(isMeasured)).filter(hasSeveralWorkers);
  const times = medianTimes(shared.flat());
  const slowest = [...times].sort((a, b) => b[1] - a[1])[0];
  if (!slowest) return undefined;
  const [workerId, timeMs] = slowest;
  const others = [...times].filter(([id]) => id !== workerId).map(([, time]) => time);
  const slowdown = timeMs / median(others);
  const lastIn = shared.filter((spans) => lastOf(spans).workerId === workerId).length;
  return slowdown >= noticeableSlowdown && lastIn > 0
    ? { workerId, lastIn, rounds: shared.length, slowdown }
    : undefined;
}

export function stragglerText({ workerId, lastIn, rounds, slowdown }: Straggler): string {
  const times = slowdown.toFixed(1);
  return `${workerId} takes ${times} times as long for a micro-batch as the others, and was last in ${lastIn} of ${counted(rounds, "round")}.`;
}

function isMeasured({ outcome, endedMs, beganMs }: WorkSpan): boolean {
  return outcome === "counted" && endedMs > beganMs;
}

function hasSeveralWorkers(spans: readonly WorkSpan[]): boolean {
  return new Set(spans.map(({ workerId }) => workerId)).size > 1;
}

function lastOf(spans: readonly WorkSpan[]): WorkSpan {
  return spans.reduce((last, span) => (span.endedMs > last.endedMs ? span : last));
}

function medianTimes(spans: readonly WorkSpan[]): ReadonlyMap<string, number> {
  const byWorker = new Map<string, number[]>();
  for (const { workerId, beganMs, endedMs, count } of spans) {
    const times = byWorker.get(workerId) ?? [];
    times.push((endedMs - beganMs) / count);
    byWorker.set(workerId, times);
  }
  return new Map([...byWorker].map(([workerId, times]) => [workerId, median(times)]));
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}
