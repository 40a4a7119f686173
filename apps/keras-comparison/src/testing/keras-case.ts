import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseJobValue, parseModel, type Job } from "@lockstep/job";
import { optimizerOptions } from "@lockstep/golden-cases";
import { planModel, type ModelPlan } from "@lockstep/model";
import { readKerasModel, readKerasWeights } from "@lockstep/model-formats";
import { parseSafetensors } from "@lockstep/safetensors";

/** What the Python script says of a model beside its files. */
export interface KerasCaseDescription {
  readonly seed: number;
  readonly loss: string;
  readonly optimizer: { readonly class_name: string; readonly config: Readonly<Record<string, unknown>> };
  readonly layers: readonly string[];
}

/** A random model that Keras made, and what Keras makes of it. */
export interface KerasCase {
  readonly plan: ModelPlan;
  readonly job: Job;
  readonly parameters: Float32Array;
  readonly gradient: Float32Array;
  readonly tensor: (name: string) => Float32Array;
}

/** Reads the `index`-th model of a folder as a user's job would. */
export async function readKerasCase(
  folder: string,
  index: number,
  description: KerasCaseDescription,
): Promise<KerasCase> {
  const path = join(folder, String(index));
  const imported = await readKerasModel(`${path}.keras`);
  const model = parseModel(imported.model);
  if (!("layers" in model)) throw new Error("expected layers");
  const shapes = imported.inputs.map(({ shape }) => shape.map((axis) => axis ?? NaN));
  const plan = planModel(model, shapes);
  const { tensors } = parseSafetensors(readFileSync(`${path}.safetensors`));
  const tensor = (name: string): Float32Array => tensors.get(name)?.data as Float32Array;
  const parameters = await imported.parameters?.(plan);
  if (!parameters) throw new Error("expected weights in the archive");
  return {
    plan,
    job: parseJobValue({
      data: { train: { npz: "unused.npz" } },
      model: imported.model,
      loss: description.loss,
      optimizer: optimizerOptions(withoutNulls(description.optimizer)),
    }),
    parameters,
    gradient: await readKerasWeights(`${path}.gradients.weights.h5`, plan),
    tensor,
  };
}

/** Keras writes down what is not set. */
function withoutNulls({ class_name, config }: KerasCaseDescription["optimizer"]) {
  const entries = Object.entries(config).filter(([key, value]) => value !== null && key !== "name");
  return { class_name, config: Object.fromEntries(entries) };
}
