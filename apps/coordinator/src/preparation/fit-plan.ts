import { planJob, takesAnyTime, type ModelPlan, type Shape } from "@lockstep/model";
import type { RowLayout } from "@lockstep/sequence-data";
import { CoordinatorError } from "../coordinator-error.js";
import type { ResolvedJob } from "./resolve-model.js";

/** A model planned for data. */
export interface FittedPlan {
  readonly plan: ModelPlan;
  readonly inputShapes: readonly Shape[];
  /** What every batch is padded to, where the model takes just so many time steps; absent: each part to its longest. */
  readonly timeSteps?: number;
}

/**
 * Plans a job's model for the parts of its data, the longest of which decides the time steps where the job does not.
 * Parts may differ in it where the model takes any number; else all are padded to the same.
 * @param layouts of all parts; they differ in time steps only
 * @throws ModelError, or CoordinatorError where sequences are longer than the model takes
 */
export function fitPlan(job: ResolvedJob, layouts: readonly RowLayout[]): FittedPlan {
  const [layout] = layouts;
  if (!layout) throw new RangeError("layouts: expected at least one");
  checkInputs(layouts);
  const longest = Math.max(...layouts.map(({ timeSteps }) => timeSteps));
  const timeSteps = statedTimeSteps(job, layout) ?? longest;
  const inputShapes = inputShapesAt(layout, timeSteps);
  const plan = planJob(job, inputShapes);
  const differ = layouts.some((one) => one.timeSteps !== timeSteps);
  if (!differ || takesAnyTime(job, inputShapes)) return { plan, inputShapes };
  if (longest <= timeSteps) return { plan, inputShapes, timeSteps };
  throw new CoordinatorError(
    "INVALID_REQUEST",
    `data: expected sequences of at most ${timeSteps} time steps as the model takes, got ${longest}; data.padding.maxLength cuts longer ones`,
  );
}

/** Shapes of the inputs where the longest sequence has that many time steps. */
export function inputShapesAt({ inputs }: RowLayout, timeSteps: number): Shape[] {
  return inputs.map(({ shape, timed }) => (timed ? [timeSteps, ...shape.slice(1)] : shape));
}

/** Time steps that the job itself says. */
function statedTimeSteps({ model }: ResolvedJob, { inputs }: RowLayout): number | undefined {
  const first = inputs.findIndex(({ timed }) => timed);
  return model.inputs[first]?.shape?.[0];
}

/** All parts must have the same inputs, be they of other lengths. */
function checkInputs([first, ...others]: readonly RowLayout[]): void {
  const shown = (layout: RowLayout | undefined): string =>
    (layout?.inputs ?? [])
      .map(
        ({ name, shape, timed }) =>
          `${name} (${[...(timed ? ["time steps"] : []), ...shape.slice(timed ? 1 : 0)].join(", ")})`,
      )
      .join(", ");
  for (const other of others) {
    if (shown(other) === shown(first)) continue;
    throw new CoordinatorError(
      "INVALID_REQUEST",
      `data: expected inputs of the same shapes in all parts, ${shown(first)}, got ${shown(other)}`,
    );
  }
}
