import type { ConstraintSpec, InitializerSpec, RegularizerSpec } from "@lockstep/job";
import type { WeightInitializer } from "../initializers/weight-initializer.js";
import type { Shape } from "../model-plan.js";
import { sequenceShape } from "./layer-shapes.js";
import type { LayerShapes } from "./layer-shapes.js";

/** Options that the shapes of every recurrent layer of one cell follow from. */
export interface RecurrentOptions {
  readonly units: number;
  readonly useBias: boolean;
  readonly returnSequences: boolean;
  readonly returnState: boolean;
  readonly kernelInitializer: InitializerSpec;
  readonly recurrentInitializer: InitializerSpec;
  readonly kernelRegularizer?: RegularizerSpec;
  readonly recurrentRegularizer?: RegularizerSpec;
  readonly biasRegularizer?: RegularizerSpec;
  readonly kernelConstraint?: ConstraintSpec;
  readonly recurrentConstraint?: ConstraintSpec;
  readonly biasConstraint?: ConstraintSpec;
}

/** What tells the cells apart. */
export interface CellShape {
  /** Gates, the candidate included: the kernels' columns over units. */
  readonly gates: number;
  /** State vectors of `units` each. */
  readonly states: number;
  readonly biasShape: Shape;
  readonly biasInitializer: WeightInitializer;
}

/**
 * A recurrent layer on (T, F): (T, units) with returnSequences, else (units); then its states, (units) each, with
 * returnState. Weights (F, gates * units), (units, gates * units) and the bias.
 */
export function recurrentShapes(spec: RecurrentOptions, cell: CellShape, inputShape: Shape): LayerShapes {
  const { timeSteps, features } = sequenceShape(inputShape);
  const { units } = spec;
  const stateUnits = Array.from({ length: cell.states }, () => units);
  const bias = {
    name: "bias",
    shape: cell.biasShape,
    initializer: cell.biasInitializer,
    regularizer: spec.biasRegularizer,
    constraint: spec.biasConstraint,
  };
  return {
    outputs: [
      spec.returnSequences ? [timeSteps, units] : [units],
      ...(spec.returnState ? stateUnits.map((state) => [state]) : []),
    ],
    weights: [
      {
        name: "kernel",
        shape: [features, cell.gates * units],
        initializer: spec.kernelInitializer,
        regularizer: spec.kernelRegularizer,
        constraint: spec.kernelConstraint,
      },
      {
        name: "recurrent_kernel",
        shape: [units, cell.gates * units],
        initializer: spec.recurrentInitializer,
        regularizer: spec.recurrentRegularizer,
        constraint: spec.recurrentConstraint,
      },
      ...(spec.useBias ? [bias] : []),
    ],
    stateUnits,
    inner: [],
  };
}
