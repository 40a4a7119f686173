import { parseJobValue, parseModel, type Job } from "@lockstep/job";
import type { ModelDescription } from "@lockstep/model";

/** Layers and their options as a job file has them; defaults may be left out. */
export type LayerOptions = Readonly<Record<string, unknown>>;

/** The model of a job as its file has it. */
export interface ModelOptions {
  readonly layers: readonly LayerOptions[];
  readonly inputs?: readonly LayerOptions[];
  readonly output?: string;
}

/** The parts of a job that are not about data and cluster, with their defaults filled in. */
export function jobOf(parts: Readonly<Record<string, unknown>>): Job {
  return parseJobValue({
    name: "conformance",
    data: { train: { random: { sequences: 1, timeSteps: 1, features: 1, labels: "binary" } } },
    loss: "binary_crossentropy",
    optimizer: { type: "Adam" },
    fit: { epochs: 1, shuffle: false },
    ...parts,
  });
}

/** A model with its defaults filled in. */
export function modelSpec(model: ModelOptions): ModelDescription {
  return parseModel({
    layers: model.layers,
    ...(model.inputs && { inputs: model.inputs }),
    ...(model.output !== undefined && { output: model.output }),
  });
}

/** The model of a job that says its layers itself. */
export function describedModel({ model }: Job): ModelDescription {
  if ("keras" in model) throw new Error(`expected a model with layers, got the file ${model.keras}`);
  return model;
}
