import type { OutputBatch } from "@lockstep/objective";
import * as fc from "fast-check";
import { anyFloat, floatsOf } from "./any-floats.js";
import { hasClassNumbers, type LossCase, type OutputShape } from "./objective-cases.js";

const probability = fc.oneof(
  { arbitrary: fc.float({ min: 0, max: 1, noNaN: true }), weight: 6 },
  { arbitrary: fc.constantFrom(0, 1, 0.5, 1e-7, 1 - 1e-7, 1e-8, -0).map(Math.fround), weight: 2 },
);

const finite = fc.float({ min: -30, max: 30, noNaN: true });

/** Of a batch: probabilities, numbers, few of which many are equal, or anything. NaN in one place hides all others. */
const outputs = [probability, finite, fc.constantFrom(0.5, 0.25, -1, 2), anyFloat] as const;

/** Targets that fit the loss, of a batch. */
function fittingTarget(lossCase: LossCase, width: number): fc.Arbitrary<number> {
  if (hasClassNumbers(lossCase)) return fc.nat(width - 1);
  if (lossCase.loss.type.endsWith("hinge")) return fc.constantFrom(-1, 0, 1);
  return fc.oneof(fc.constantFrom(0, 1), probability, fc.float({ min: -2, max: 2, noNaN: true }));
}

/** Targets that mostly fit, and else are anything: to be refused in the same words. */
function hostileTarget(lossCase: LossCase, width: number): fc.Arbitrary<number> {
  const hostile = fc.oneof(anyFloat, fc.constantFrom(-1, width, 1.5, -0, NaN));
  const fitting = fittingTarget(lossCase, width);
  return fc.oneof({ arbitrary: fitting, weight: 9 }, { arbitrary: hostile, weight: 1 });
}

const weight = fc.oneof(fc.constantFrom(0, 1, -0, 2.5), fc.float({ min: 0, max: 3, noNaN: true }));

/** Of a batch: two in three are as they ought to be. */
function kinds(lossCase: LossCase, width: number) {
  const fitting = fittingTarget(lossCase, width);
  return {
    rows: fc.integer({ min: 1, max: 4 }),
    output: fc.constantFrom(...outputs),
    target: fc.constantFrom(fitting, fitting, hostileTarget(lossCase, width)),
    weight: fc.constantFrom(weight, weight, anyFloat),
  };
}

/** Batches of outputs with or without weights and masks. */
export function anyOutputBatch(lossCase: LossCase, shape: OutputShape): fc.Arbitrary<OutputBatch> {
  const { width, entriesPerRow } = shape;
  const targetWidth = hasClassNumbers(lossCase) ? 1 : width;
  return fc.record(kinds(lossCase, width)).chain(({ rows, output, target, weight }) => {
    const entries = rows * entriesPerRow;
    const perEntry = (value: fc.Arbitrary<number>) => fc.option(floatsOf(value, entries), { nil: undefined });
    return fc
      .record({
        outputs: floatsOf(output, entries * width),
        targets: floatsOf(target, entries * targetWidth),
        weights: perEntry(weight),
        mask: perEntry(fc.constantFrom(0, 1, 1)),
      })
      .map(({ outputs, targets, weights, mask }) => ({
        rows,
        outputs,
        targets,
        ...(weights && { weights }),
        ...(mask && { mask }),
      }));
  });
}
