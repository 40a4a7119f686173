import type { GradientBackend } from "@lockstep/backend";
import { checkedSteps, lossProblem } from "../shapes/loss-check.js";
import type { TrainingSample } from "../shapes/training-sample.js";
import type { Arithmetic } from "../arithmetic/arithmetic.js";
import type { OpenedBackend } from "../backends.js";
import { blockOfStep } from "../shapes/block-of-shape.js";
import { steppingContender, type Contender, type MissingContender } from "./contender.js";
import { inOneCall, onBackendThread, onThisThread, type GradientOfBatch } from "./gradient-of-batch.js";
import { lossesAfter, TrainingStep, type Losses } from "./training-step.js";

/** Of the batch: as one micro-batch, and as a job that says nothing of it is cut. */
export type Cut = "whole" | "cut";

/** Where the gradient is computed. */
type Place = "here" | "apart";

export function stepId(shapeId: string, backend: string, cut: Cut): string {
  return `${shapeId}/lockstep-${backend}-${cut}`;
}

/** Our whole training step in one process, on a backend. */
export async function shapeContenders(
  opened: OpenedBackend,
  sample: TrainingSample,
  repetitionMs: number,
  losses: Losses,
  arithmetic: Arithmetic,
): Promise<(Contender | MissingContender)[]> {
  const { name } = opened;
  const id = stepId(sample.shape.id, name, "whole");
  if ("unavailable" in opened) return [{ id, label: `Lockstep on ${name}`, unavailable: opened.unavailable }];
  const contenders: (Contender | MissingContender)[] = [];
  for (const form of formsOf(opened.backend, sample)) {
    const named = {
      id: `${stepId(sample.shape.id, name, form.cut)}-${form.place}`,
      label: labelOf(name, form, sample),
    };
    const step = new TrainingStep(sample, form.gradient, arithmetic);
    const problem = lossProblem(await lossesAfter(step, checkedSteps), losses);
    if (problem !== undefined) contenders.push({ ...named, unavailable: problem });
    else {
      const block = blockOfStep(await compile(step), repetitionMs);
      contenders.push({
        ...steppingContender(named.id, named.label, block, () => step.take()),
        formOf: `lockstep-${form.cut}`,
      });
    }
  }
  return contenders;
}

/** What the contenders of a shape have to come to. */
export function expectedLosses(backend: GradientBackend, sample: TrainingSample): Promise<Losses> {
  const step = new TrainingStep(sample, onThisThread(backend, sample, sample.rows.length), {});
  return lossesAfter(step, checkedSteps);
}

interface Form {
  readonly cut: Cut;
  readonly place: Place;
  readonly gradient: GradientOfBatch;
}

/**
 * A backend that computes a range in one call is given none micro-batch by micro-batch: as one micro-batch and cut, it has
 * the same forms.
 */
function formsOf(backend: GradientBackend, sample: TrainingSample): Form[] {
  const sizes = { whole: sample.rows.length, cut: sample.job.cluster.microBatchSize };
  return (["whole", "cut"] as const).flatMap((cut): Form[] => {
    const here = inOneCall(backend, sample, sizes[cut]) ?? onThisThread(backend, sample, sizes[cut]);
    const apart = onBackendThread(backend, sample, sizes[cut]);
    return [
      { cut, place: "here", gradient: here },
      ...(apart ? [{ cut, place: "apart", gradient: apart } as const] : []),
    ];
  });
}

function labelOf(backend: string, { cut, place }: Form, { rows, job }: TrainingSample): string {
  const { microBatchSize } = job.cluster;
  const pieces =
    cut === "whole"
      ? "one micro-batch"
      : `${Math.ceil(rows.length / microBatchSize)} micro-batches of ${microBatchSize}`;
  return `Lockstep on ${backend}, ${pieces}${place === "apart" ? ", on a thread of its own" : ""}`;
}

/** Node compiles what runs often: the first hundreds of steps would measure that. Gives the fastest step's milliseconds. */
async function compile(step: TrainingStep): Promise<number> {
  const until = performance.now() + compilingMs;
  let fastest = Infinity;
  for (let now = performance.now(); now < until;) {
    const began = now;
    await step.take();
    now = performance.now();
    fastest = Math.min(fastest, now - began);
  }
  return fastest;
}

const compilingMs = 150;
