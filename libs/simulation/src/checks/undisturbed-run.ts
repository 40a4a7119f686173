import { parameterDigest } from "@lockstep/checkpoint";
import type { RunEventBody } from "@lockstep/telemetry";
import { runInProcess, type RunResult } from "@lockstep/training-run";
import type { SimulatedRun } from "../scenario/simulated-run.js";
import { computeToyRange } from "../toy/toy-range.js";

/** What a run gives when nothing goes wrong: one worker, one life. */
export interface UndisturbedRun {
  readonly result: RunResult;
  /** What its commits tell, in order, as text without what depends on time and workers. */
  readonly told: readonly string[];
  /** Round of each of them. */
  readonly rounds: readonly number[];
  /** Digest after each step; before the first at 0. */
  readonly digests: readonly string[];
}

const known = new Map<string, UndisturbedRun>();

/** The undisturbed run; computed once for a feature. */
export function undisturbedRun({ feature, definition }: SimulatedRun): UndisturbedRun {
  const found = known.get(feature.name);
  if (found) return found;
  const { stateSize } = definition.plan;
  const { result, events } = runInProcess(definition, (work, parameters) =>
    computeToyRange(work, parameters, stateSize),
  );
  const ofRounds = events.filter(isOfRound);
  const digests = ofRounds.flatMap((event) => (event.type === "step" ? [event.digest] : []));
  const made = {
    result,
    told: ofRounds.map(textOf),
    rounds: ofRounds.map(({ round }) => round),
    digests: [parameterDigest(definition.initial.parameters), ...digests],
  };
  known.set(feature.name, made);
  return made;
}

/** An event of a commit. */
export type RoundEvent = Extract<
  RunEventBody,
  { round: number; type: "gradient-flow" | "step" | "epoch" | "callback" | "evaluation-progress" | "tested" }
>;

const roundTypes = new Set(["gradient-flow", "step", "epoch", "callback", "evaluation-progress", "tested"]);

export function isOfRound(event: RunEventBody): event is RoundEvent {
  return roundTypes.has(event.type);
}

/** All of an event that must not depend on who was there and how long it took. */
export function textOf(event: RoundEvent): string {
  return JSON.stringify({ ...event, durationMs: 0, workers: 0 });
}
