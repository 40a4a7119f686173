import type { ModelPlan, Shape } from "@lockstep/model";
import { BackendError } from "./backend-error.js";
import type { MicroBatch } from "./gradient-backend.js";

/** @throws BackendError unless there are exactly `plan.parameterCount` parameters. */
export function checkParameters(plan: ModelPlan, parameters: Float32Array): void {
  checkLength("parameters", parameters, plan.parameterCount, "one value for each parameter of the model");
}

/** @throws BackendError unless `x` holds `rows` sequences of the model's input shape. */
export function checkInputs(plan: ModelPlan, { rows, x }: MicroBatch): void {
  if (!Number.isInteger(rows) || rows < 1) {
    throw new BackendError("wrong-length", `rows: expected a whole number of at least 1, got ${rows}`);
  }
  checkLength("x", x, rows * sizeOf(plan.inputShape), describe(rows, plan.inputShape));
}

/** @throws BackendError unless `y` holds a target for each output of `rows` sequences. */
export function checkTargets(plan: ModelPlan, { rows, y }: MicroBatch): void {
  checkLength("y", y, rows * sizeOf(plan.outputShape), describe(rows, plan.outputShape));
}

function sizeOf(shape: Shape): number {
  return shape.reduce((product, size) => product * size, 1);
}

function describe(rows: number, shape: Shape): string {
  return `shape (${[rows, ...shape].join(", ")})`;
}

function checkLength(name: string, values: Float32Array, expected: number, meaning: string): void {
  if (values.length === expected) return;
  throw new BackendError(
    "wrong-length",
    `${name}: expected ${expected} values, ${meaning}, got ${values.length}`,
  );
}
