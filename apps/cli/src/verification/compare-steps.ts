import type { StepEvent } from "../run-source/recorded-steps.js";
import { stepDifference, type StepDifference } from "../run-source/step-difference.js";
import type { ReplayedStep } from "./replay.js";

/** What became of comparing a run's steps with the same steps computed once more. */
export type Comparison =
  | { readonly type: "equal"; readonly digest: string }
  /** The first step that differs. */
  | { readonly type: "different"; readonly difference: StepDifference }
  /** The history lacks a step. */
  | { readonly type: "missing"; readonly step: number }
  /** Computed once more, the run has no such step. */
  | { readonly type: "ended"; readonly step: number };

export interface ComparisonOptions {
  /** As they were told, in order, `from` to `to`. */
  readonly recorded: AsyncIterable<StepEvent>;
  /** The next step, from `from` on; undefined after the last. */
  readonly replayed: () => ReplayedStep | undefined;
  readonly from: number;
  readonly to: number;
  /** Told of every step that is equal. */
  readonly onStep: (step: number) => void;
  /** Lets others have the thread, after each step. */
  readonly breathe: () => Promise<void>;
}

/** Compares step by step until one differs. */
export async function compareSteps(options: ComparisonOptions): Promise<Comparison> {
  const { recorded, replayed, from, to, onStep, breathe } = options;
  let step = from;
  let digest = "";
  for await (const told of recorded) {
    if (told.step !== step) break;
    const again = replayed();
    if (!again) return { type: "ended", step };
    const difference = stepDifference(told, { ...told, ...again });
    if (difference) return { type: "different", difference };
    digest = told.digest;
    onStep(step++);
    await breathe();
  }
  return step > to ? { type: "equal", digest } : { type: "missing", step };
}
