import type { GradientBackend, MicroBatch } from "@lockstep/backend";
import { cotangentObjective } from "@lockstep/backend/conformance";
import { parseModel } from "@lockstep/job";
import { planModel } from "@lockstep/model";

export type Layers = readonly Readonly<Record<string, unknown>>[];

/** A model of some layers, and what goes in. */
export interface LayerCase {
  readonly layers: Layers;
  /** Of one sequence. */
  readonly shape: readonly number[];
  readonly batch: Omit<MicroBatch, "y">;
  /** Zeros where they are left out. */
  readonly parameters?: Float32Array;
  /** d(loss)/d(output); ones where it is left out. */
  readonly cotangent?: Float32Array;
}

export interface LayerResults {
  readonly output: Float32Array;
  /** d(loss)/d(first input). */
  readonly inputGradient: Float32Array;
  readonly parameterGradient: Float32Array;
}

/** The output of layers and the gradients of a cotangent. */
export function computeLayers(backend: GradientBackend, layerCase: LayerCase): LayerResults {
  const { layers, shape, batch, parameters, cotangent } = layerCase;
  const plan = planModel(parseModel({ layers }), shape);
  const model = backend.prepare(plan, cotangentObjective(plan));
  try {
    model.setParameters(parameters ?? new Float32Array(plan.parameterCount));
    const { predictions: output } = model.predict({ ...batch, y: new Float32Array() });
    const y = cotangent ?? new Float32Array(output.length).fill(1);
    const { gradient, inputGradients } = model.gradient({ ...batch, y }, { inputGradients: true });
    return {
      output,
      inputGradient: inputGradients?.[0] ?? new Float32Array(),
      parameterGradient: gradient,
    };
  } finally {
    model.dispose();
  }
}
