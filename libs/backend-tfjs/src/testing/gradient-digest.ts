import { createHash } from "node:crypto";
import type { GradientBackend } from "@lockstep/backend";
import type { Sample } from "@lockstep/backend/conformance";
import { objectiveOf } from "@lockstep/objective";

/** SHA-256 over the gradients and statistics of `runs` runs of a sample, with a squared error as the loss. */
export function gradientDigest(backend: GradientBackend, sample: Sample, runs: number): string {
  const objective = objectiveOf({ loss: { type: "mean_squared_error" }, metrics: [] }, sample.plan);
  const model = backend.prepare(sample.plan, objective);
  model.setParameters(sample.parameters);
  const hash = createHash("sha256");
  for (let run = 0; run < runs; run++) {
    const { gradient, statistics } = model.gradient(sample.batch);
    hash.update(gradient).update(statistics);
  }
  model.dispose();
  return hash.digest("hex");
}
