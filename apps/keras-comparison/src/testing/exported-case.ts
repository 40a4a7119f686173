import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { GradientBackend } from "@lockstep/backend";
import { parseModel } from "@lockstep/job";
import { planModel, type ModelPlan } from "@lockstep/model";
import { FormatError, kerasArchive, onnxModel, tfjsModel, type TfjsFiles } from "@lockstep/model-formats";
import { RandomStream, randomPurpose } from "@lockstep/numerics";
import { objectiveOf } from "@lockstep/objective";
import { serialiseSafetensors } from "@lockstep/safetensors";
import { randomModel, type RandomModel } from "./random-model.js";

const rows = 5;

/** A random model of Lockstep's, exported to a folder, with what Lockstep predicts. */
export interface ExportedCase {
  readonly plan: ModelPlan;
  readonly description: string;
  readonly x: Float32Array;
  /** (rows, ...) as Keras's input has it. */
  readonly inputShape: readonly number[];
  readonly predictions: Float32Array;
  readonly outputShape: readonly number[];
  /** Why the model could not be written in a format; absent where it was. */
  readonly refusals: { readonly onnx?: string; readonly tfjs?: string };
  readonly tfjs?: TfjsFiles;
}

/** Makes a random model and writes `<index>.keras`, `.onnx` and its input to the folder. */
export async function exportCase(
  folder: string,
  index: number,
  seed: number,
  backend: GradientBackend,
): Promise<ExportedCase> {
  const random = randomModel(seed);
  const model = parseModel(random.model);
  if (!("layers" in model)) throw new Error("expected layers");
  const plan = planModel(model, random.inputShape);
  const parameters = values(seed, 1, plan.parameterCount, 0.7);
  const exported = { name: `random ${seed}`, plan, parameters, batchSize: rows };
  const x = inputOf(random, seed);
  const path = join(folder, String(index));
  writeFileSync(`${path}.keras`, await kerasArchive(exported));
  const inputShape = [rows, ...random.inputShape];
  const tensor = { dtype: "F32" as const, shape: inputShape, data: x };
  writeFileSync(
    `${path}.inputs.safetensors`,
    serialiseSafetensors({ metadata: {}, tensors: new Map([["input", tensor]]) }),
  );
  const onnx = written(() => onnxModel(exported, { producerVersion: "test" }));
  if (onnx.value) writeFileSync(`${path}.onnx`, onnx.value);
  const tfjs = written(() => tfjsModel(exported, "test"));
  return {
    plan,
    description: JSON.stringify(random),
    x,
    inputShape,
    predictions: predict(plan, parameters, x, backend),
    outputShape: [rows, ...plan.outputShape],
    refusals: {
      ...(onnx.refusal === undefined ? {} : { onnx: onnx.refusal }),
      ...(tfjs.refusal === undefined ? {} : { tfjs: tfjs.refusal }),
    },
    ...(tfjs.value ? { tfjs: tfjs.value } : {}),
  };
}

/** What a format makes of a model, or why it cannot express it. Any other error is thrown. */
function written<T>(write: () => T): { value?: T; refusal?: string } {
  try {
    return { value: write() };
  } catch (error) {
    if (error instanceof FormatError && error.code === "MODEL_INEXPRESSIBLE")
      return { refusal: error.message };
    throw error;
  }
}

function predict(
  plan: ModelPlan,
  parameters: Float32Array,
  x: Float32Array,
  backend: GradientBackend,
): Float32Array {
  const loss = { type: "mean_squared_error" } as const;
  const model = backend.prepare(plan, objectiveOf({ loss, metrics: [] }, plan));
  model.setParameters(parameters);
  const { predictions } = model.predict({ rows, inputs: [x], y: new Float32Array() });
  model.dispose();
  return predictions;
}

/** Values or token ids; where they are padded, rows end in zeros. */
function inputOf({ inputShape, tokens, isPadded }: RandomModel, seed: number): Float32Array {
  const [timeSteps = 1, features = 1] = inputShape;
  const stream = new RandomStream({ seed, purpose: randomPurpose.data, counters: [2] });
  const x = Float32Array.from({ length: rows * timeSteps * features }, () =>
    tokens === undefined ? 2 * stream.uniform24() - 1 : 1 + stream.below(tokens - 1),
  );
  if (!isPadded) return x;
  for (let row = 0; row < rows; row++) {
    const end = 1 + stream.below(timeSteps);
    x.fill(0, (row * timeSteps + end) * features, (row + 1) * timeSteps * features);
  }
  return x;
}

function values(seed: number, counter: number, count: number, scale: number): Float32Array {
  const stream = new RandomStream({ seed, purpose: randomPurpose.data, counters: [counter] });
  return Float32Array.from({ length: count }, () => (2 * stream.uniform24() - 1) * scale);
}
