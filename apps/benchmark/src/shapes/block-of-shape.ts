import type { BlockSize } from "../contenders/contender.js";
import type { BenchmarkShape } from "./shape.js";
import { trainingFlops } from "./training-flops.js";

/** About what a step takes beside its products, and how many products a core gets done: no figure depends on it. */
const overheadMs = 0.15;
const flopsPerMs = 60e6;

/** Where a step takes longer than this, what the processor's caches hold before it hardly matters. */
const longStepMs = 25;

/** How many steps take about so long, by what the shape has to compute. */
export function blockOfShape(shape: BenchmarkShape, repetitionMs: number): BlockSize {
  return blockOfStep(overheadMs + trainingFlops(shape) / flopsPerMs, repetitionMs);
}

/**
 * How many steps take about so long, where one takes `stepMs`. Half as many come before them: after a pause the first ones,
 * some 40 ms of them, take up to a third longer.
 */
export function blockOfStep(stepMs: number, repetitionMs: number): BlockSize {
  const steps = Math.max(1, Math.round(repetitionMs / stepMs));
  return { steps, warmUpSteps: stepMs > longStepMs ? 0 : Math.max(1, Math.round(steps / 2)) };
}
