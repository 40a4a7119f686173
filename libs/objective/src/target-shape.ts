import type { Objective } from "./objective.js";
import { ObjectiveError } from "./objective-error.js";
import type { ObjectiveModel } from "./output-meaning.js";

/** Shape of one sequence's targets: the output's, with a last axis of 1 where they are class numbers. */
export function expectedTargetShape(
  { targetWidth }: Pick<Objective, "targetWidth">,
  { outputShape }: ObjectiveModel,
): readonly number[] {
  return [...outputShape.slice(0, -1), targetWidth];
}

/**
 * Compares the targets of a data set with what the objective wants. A last axis of 1 may be left out where there is no
 * other axis, or where targets are class numbers.
 * @param shape of one sequence's targets
 * @throws ObjectiveError `wrong-target` saying both shapes
 */
export function checkTargetShape(
  objective: Pick<Objective, "targetWidth">,
  model: ObjectiveModel,
  shape: readonly number[],
): void {
  const expected = expectedTargetShape(objective, model);
  if (isEqual(shape, expected)) return;
  const isClassNumber = objective.targetWidth === 1 && (model.outputShape.at(-1) ?? 1) > 1;
  const mayBeShort = isClassNumber || expected.length === 1;
  if (mayBeShort && expected.at(-1) === 1 && isEqual(shape, expected.slice(0, -1))) return;
  throw new ObjectiveError(
    "wrong-target",
    `targets: expected shape ${show(expected)} for an output of shape ${show(model.outputShape)}, got ${show(shape)}${hint(shape, expected, isClassNumber)}`,
  );
}

function hint(shape: readonly number[], expected: readonly number[], isClassNumber: boolean): string {
  const isShort = expected.at(-1) === 1 && isEqual(shape, expected.slice(0, -1));
  if (isShort) return "; give each time step's target an axis of its own, as Keras would average over time";
  const isOneHot = isClassNumber && isEqual(shape.slice(0, -1), expected.slice(0, -1));
  if (isOneHot)
    return "; this loss takes class numbers, categorical_crossentropy takes a share for each class";
  const isClass = isEqual(shape, [...expected.slice(0, -1), 1]) || isEqual(shape, expected.slice(0, -1));
  if (isClass) return "; of class numbers take sparse_categorical_crossentropy";
  return "";
}

function isEqual(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}

function show(shape: readonly number[]): string {
  return `[${shape.join(", ")}]`;
}
