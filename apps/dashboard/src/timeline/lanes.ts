import type { RoundTimeline, WorkSpan } from "@lockstep/telemetry/views";

/** A worker's work in the order of time. */
export interface Lane {
  readonly workerId: string;
  /** Ranges that it computed at the same time are in rows of their own. */
  readonly rows: number;
  readonly spans: readonly PlacedSpan[];
}

export interface PlacedSpan {
  readonly span: WorkSpan;
  readonly round: RoundTimeline;
  /** From 0, within the lane. */
  readonly row: number;
}

/** From when to when the rounds went, in milliseconds since 1970. */
export interface TimeWindow {
  readonly fromMs: number;
  readonly toMs: number;
}

/** One lane for each worker that has a span, by name. */
export function lanesOf(rounds: readonly RoundTimeline[]): readonly Lane[] {
  const byWorker = new Map<string, { span: WorkSpan; round: RoundTimeline }[]>();
  for (const round of rounds) {
    for (const span of round.spans) {
      const works = byWorker.get(span.workerId) ?? [];
      works.push({ span, round });
      byWorker.set(span.workerId, works);
    }
  }
  const lanes = [...byWorker].map(([workerId, works]) => laneOf(workerId, works));
  return lanes.sort((a, b) => a.workerId.localeCompare(b.workerId, "en", { numeric: true }));
}

/** Everything that is shown: spans may end after their round, duplicates above all. */
export function windowOf(rounds: readonly RoundTimeline[]): TimeWindow {
  const ends = rounds.flatMap(({ endedMs, spans }) => [endedMs, ...spans.map((span) => span.endedMs)]);
  const begins = rounds.flatMap(({ beganMs, spans }) => [beganMs, ...spans.map((span) => span.beganMs)]);
  return { fromMs: Math.min(...begins), toMs: Math.max(...ends) };
}

function laneOf(workerId: string, works: { span: WorkSpan; round: RoundTimeline }[]): Lane {
  const inOrder = works.sort((a, b) => a.span.beganMs - b.span.beganMs || a.span.first - b.span.first);
  const endOfRow: number[] = [];
  const spans = inOrder.map(({ span, round }) => {
    const free = endOfRow.findIndex((endedMs) => endedMs <= span.beganMs);
    const row = free === -1 ? endOfRow.length : free;
    endOfRow[row] = span.endedMs;
    return { span, round, row };
  });
  return { workerId, rows: Math.max(1, endOfRow.length), spans };
}
