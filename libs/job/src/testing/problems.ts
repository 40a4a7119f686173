import { JobError } from "../job-error.js";
import { parseJobValue, parseLayers } from "../parse-job.js";
import type { LayerSpec } from "../layers/layer.js";
import type { Job, JobInput } from "../job.js";

/** A job with nothing but what must be given, and validation data for callbacks to watch. */
const smallest: JobInput = {
  data: { train: { npz: "train.npz" }, validation: { npz: "validation.npz" } },
  model: { layers: [{ type: "Dense", units: 1 }] },
  loss: "mse",
};

/** The smallest job with parts replaced. */
export function jobWith(parts: object): Job {
  return parseJobValue({ ...smallest, ...parts });
}

/** Problems of the smallest job with parts replaced, as `path: message`. */
export function problemsWith(parts: object): string[] {
  return problemsFrom(() => jobWith(parts));
}

/** Problems of a job with these layers. */
export function problemsOfLayers(...layers: object[]): string[] {
  return problemsWith({ model: { layers } });
}

/** One layer with its defaults. */
export function layerWith(layer: object): LayerSpec | undefined {
  return parseLayers([layer])[0];
}

/** The problems that a call throws, as `path: message`; none where it does not throw. */
export function problemsFrom(parse: () => unknown): string[] {
  try {
    parse();
  } catch (error) {
    if (error instanceof JobError) return error.problems.map(({ path, message }) => `${path}: ${message}`);
    throw error;
  }
  return [];
}
