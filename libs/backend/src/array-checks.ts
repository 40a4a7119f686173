import type { ModelPlan, Shape, ValuePlan } from "@lockstep/model";
import { BackendError } from "./backend-error.js";
import type { MicroBatch } from "./gradient-backend.js";

/** @throws BackendError unless there are exactly `plan.parameterCount` parameters. */
export function checkParameters(plan: ModelPlan, parameters: Float32Array): void {
  checkLength("parameters", parameters, plan.parameterCount, "one value for each parameter of the model");
}

/** @throws BackendError unless everything but targets and weights fits `rows` sequences of the plan's inputs. */
export function checkInputs(plan: ModelPlan, batch: MicroBatch): void {
  const { rows, timeSteps, inputs, mask, states, random } = batch;
  checkCount("rows", rows);
  if (timeSteps !== undefined) checkCount("timeSteps", timeSteps);
  if (inputs.length !== plan.inputs.length) {
    const names = plan.inputs.map(({ name }) => name).join(", ");
    throw wrongLength(
      `inputs: expected ${plan.inputs.length} array${plan.inputs.length === 1 ? "" : "s"} (${names}), got ${inputs.length}`,
    );
  }
  plan.inputs.forEach(({ name }, index) => {
    checkShape(name, inputs[index], [rows, ...shapeInBatch(plan.values[index], timeSteps)]);
  });
  const steps = shapeInBatch(plan.values[0], timeSteps)[0] ?? 1;
  if (mask !== undefined) checkShape("mask", mask, [rows, steps]);
  if (states !== undefined) checkShape("states", states, [rows, plan.stateSize]);
  if (random !== undefined) checkShape("random.sequences", random.sequences, [rows]);
}

/** What targets and weights are measured by: entries are time steps, or 1 where outputs have no time axis. */
export interface TargetSizes {
  readonly entries: number;
  /** Values of a target for each entry. */
  readonly targetWidth: number;
  readonly timed: boolean;
}

/** @throws BackendError unless there are targets, and weights if any, for each entry of `rows` outputs. */
export function checkTargets({ rows, y, weights }: MicroBatch, sizes: TargetSizes): void {
  const { entries, targetWidth, timed } = sizes;
  checkShape("y", y, timed ? [rows, entries, targetWidth] : [rows, targetWidth]);
  if (weights === undefined || weights.length === rows) return;
  checkShape("weights", weights, timed ? [rows, entries] : [rows]);
}

/** Shape of a value in a batch of sequences with `timeSteps` time steps. */
function shapeInBatch(value: ValuePlan | undefined, timeSteps: number | undefined): Shape {
  if (value === undefined) return [];
  const { shape, timed } = value;
  return timed && timeSteps !== undefined ? [timeSteps, ...shape.slice(1)] : shape;
}

function checkCount(name: string, count: number): void {
  if (Number.isInteger(count) && count >= 1) return;
  throw wrongLength(`${name}: expected a whole number of at least 1, got ${count}`);
}

function checkShape(name: string, values: ArrayLike<number> | undefined, shape: Shape): void {
  const size = shape.reduce((product, length) => product * length, 1);
  checkLength(name, values ?? [], size, `shape (${shape.join(", ")})`);
}

function checkLength(name: string, values: ArrayLike<number>, expected: number, meaning: string): void {
  if (values.length === expected) return;
  throw wrongLength(`${name}: expected ${expected} values, ${meaning}, got ${values.length}`);
}

function wrongLength(message: string): BackendError {
  return new BackendError("wrong-length", message);
}
