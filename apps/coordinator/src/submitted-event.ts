import type { RunEventBody } from "@lockstep/telemetry";
import { stepsPerEpoch, totalSteps, type RunShape } from "@lockstep/training-run";
import type { RunFile, RunSizes } from "./data-dir/run-file.js";

/** How much there is to do in a run. */
export function runSizes(shape: RunShape): RunSizes {
  const isTraining = shape.kind === "train";
  return {
    totalSteps: totalSteps(shape),
    epochs: isTraining ? shape.epochs : 0,
    stepsPerEpoch: isTraining ? stepsPerEpoch(shape) : 0,
    sequences: isTraining ? shape.sequences.train : shape.sequences.test,
  };
}

/** The first event of a run. */
export function submittedEvent({ name, kind, sizes }: RunFile): RunEventBody {
  return { type: "run-submitted", name, kind, ...sizes };
}
