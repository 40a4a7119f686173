import { saveModel, type ModelToSave } from "@lockstep/checkpoint";
import { parseJobValue } from "@lockstep/job";
import { planJob } from "@lockstep/model";
import type { Predictor } from "@lockstep/worker";

/** A model to be saved; parameters are all the same. */
interface SampleModel {
  readonly job: object;
  readonly inputShape: readonly number[];
  readonly preprocessing?: ModelToSave["preprocessing"];
}

export async function writeModel(path: string, model: SampleModel): Promise<void> {
  const job = parseJobValue(model.job);
  const plan = planJob(job, [model.inputShape]);
  const parameters = new Float32Array(plan.parameterCount).fill(0.5);
  await saveModel(path, {
    ...{ plan, job, parameters, step: 1, epoch: 1 },
    preprocessing: model.preprocessing ?? {},
  });
}

/** Of the letters a, b and c: the one after a window of four. */
export function textModel(
  change: { job?: object; source?: object; by?: "word" | "character" } = {},
): SampleModel {
  const { job = {}, source = {}, by = "character" } = change;
  const tokens = ["", "[UNK]", "a", "b", "c"];
  return {
    job: {
      data: { train: { text: "/book.txt", by, windows: { length: 4 }, ...source } },
      model: {
        layers: [
          { type: "Embedding", inputDim: 5, outputDim: 1 },
          { type: "SimpleRNN", units: 1 },
          { type: "Dense", units: 5, activation: "softmax" },
        ],
      },
      loss: "sparse_categorical_crossentropy",
      ...job,
    },
    inputShape: [4, 1],
    preprocessing: { vocabulary: { by, standardize: "none", tokens } },
  };
}

/** Of a series of two columns: the time step after a window of three. */
export function forecastModel(
  change: {
    source?: object;
    windows?: object;
    units?: number;
    preprocessing?: SampleModel["preprocessing"];
  } = {},
): SampleModel {
  const { source = {}, windows = {}, units = 2, preprocessing } = change;
  return {
    job: {
      data: {
        train: { csv: "/series.csv", columns: ["a", "b"], windows: { length: 3, ...windows }, ...source },
      },
      model: {
        layers: [
          { type: "SimpleRNN", units: 1 },
          { type: "Dense", units },
        ],
      },
      loss: "mean_squared_error",
    },
    inputShape: [3, 2],
    ...(preprocessing && { preprocessing }),
  };
}

/** A predictor that says what the test tells it to, and remembers what it was asked. */
export class FakePredictor implements Predictor {
  readonly backend = "fake";
  readonly asked: number[][] = [];
  closed = false;

  constructor(
    private readonly answer: (input: readonly number[]) => readonly number[],
    readonly takesAnyTime = true,
  ) {}

  predict(input: Float32Array): Float32Array {
    this.asked.push([...input]);
    return Float32Array.from(this.answer([...input]));
  }

  close(): void {
    this.closed = true;
  }
}
