import { parseJobValue, type LayerSpec } from "@lockstep/job";

/** Layers with their defaults filled in, as a job file would have them. */
export function layerSpecs(layers: readonly Readonly<Record<string, unknown>>[]): readonly LayerSpec[] {
  const job = parseJobValue({
    name: "conformance",
    data: { train: { random: { sequences: 1, timeSteps: 1, features: 1, labels: "binary" } } },
    model: { layers },
    loss: "binary_crossentropy",
    optimizer: { type: "Adam" },
    fit: { epochs: 1 },
  });
  return job.model.layers;
}
