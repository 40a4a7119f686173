/** What a coordinator sees of a run, at milliseconds of its steady clock. */
export type ProtocolEvent =
  /** Parameters begin to leave for a worker: those after so many steps. */
  | { readonly type: "parameters"; readonly at: number; readonly version: number }
  /** A round is to be computed with parameters. */
  | { readonly type: "assignment"; readonly round: number; readonly version: number }
  /** A worker's sums of a range are there, which took it so long. */
  | {
      readonly type: "result";
      readonly at: number;
      readonly worker: number;
      readonly round: number;
      readonly computeMs: number;
    }
  /** Sums were added to others, which took so long. */
  | { readonly type: "reduction"; readonly at: number; readonly durationMs: number };

/** Where a step's time went: milliseconds that add up to those from its parameters' leaving to the next ones'. */
export interface StepPhases {
  /** In the workers' slots: gradients, and their sums within a worker. The mean of the workers. */
  readonly computeMs: number;
  /** The last worker computed for so much longer than the mean. */
  readonly waitingMs: number;
  /** Parameters on their way to the last worker, and its sums on their way back: messages made, carried and read. */
  readonly transferMs: number;
  /** The last sums added to the others. */
  readonly reductionMs: number;
  /** All else of the coordinator: mean, checks, optimizer. */
  readonly optimizerMs: number;
}

export const phaseNames = ["computeMs", "waitingMs", "transferMs", "reductionMs", "optimizerMs"] as const;

/** A step of which all was seen. */
export interface SeenStep {
  /** Steps before it. */
  readonly version: number;
  readonly phases: StepPhases;
}

/** Every step of which all was seen, in order. */
export function phasesOf(events: readonly ProtocolEvent[]): SeenStep[] {
  const departures = new Map<number, number>();
  const versions = new Map<number, number>();
  for (const event of events) {
    if (event.type === "parameters" && !departures.has(event.version))
      departures.set(event.version, event.at);
    if (event.type === "assignment") versions.set(event.round, event.version);
  }
  return [...departures].flatMap(([version, began]) => {
    const ended = departures.get(version + 1);
    const results = events.filter(
      (event) => event.type === "result" && versions.get(event.round) === version && event.at >= began,
    ) as ResultEvent[];
    if (ended === undefined || results.length === 0) return [];
    return [{ version, phases: phases(began, ended, results, events) }];
  });
}

type ResultEvent = Extract<ProtocolEvent, { type: "result" }>;

function phases(
  began: number,
  ended: number,
  results: readonly ResultEvent[],
  events: readonly ProtocolEvent[],
): StepPhases {
  const last = results.reduce((latest, result) => (result.at > latest.at ? result : latest));
  const byWorker = new Map<number, number>();
  // Each is measured from when its worker had data and parameters: several of a worker overlap.
  for (const { worker, computeMs } of results)
    byWorker.set(worker, Math.max(computeMs, byWorker.get(worker) ?? 0));
  const computeMs = [...byWorker.values()].reduce((sum, ms) => sum + ms, 0) / byWorker.size;
  const ofLast = byWorker.get(last.worker) ?? 0;
  // One that began before goes on beside the computing until then.
  const reductionMs = events.reduce((sum, event) => {
    if (event.type !== "reduction") return sum;
    const [from, to] = [Math.max(last.at, event.at - event.durationMs), Math.min(ended, event.at)];
    return sum + Math.max(0, to - from);
  }, 0);
  return {
    computeMs,
    waitingMs: ofLast - computeMs,
    transferMs: last.at - began - ofLast,
    reductionMs,
    optimizerMs: ended - last.at - reductionMs,
  };
}

/** @throws RangeError for none */
export function meanPhases(steps: readonly StepPhases[]): StepPhases {
  if (steps.length === 0) throw new RangeError("steps: expected at least one, got none");
  const mean = (name: keyof StepPhases): number =>
    steps.reduce((sum, step) => sum + step[name], 0) / steps.length;
  return Object.fromEntries(phaseNames.map((name) => [name, mean(name)])) as Record<keyof StepPhases, number>;
}
