import type { Objective } from "@lockstep/objective";
import { describe, expect } from "vitest";
import type { GradientBackend, MicroBatchSums } from "../gradient-backend.js";
import { backendTests, type OpenBackend } from "./backend-tests.js";
import { cotangentObjective } from "./cotangent-objective.js";
import { notebookObjective } from "./notebook-objective.js";
import { notebookSample, sampleOf, stackNames, type Sample } from "./sample-models.js";

const runs = 200;

/** Equal arguments give equal bits: again and again, from fresh models, whatever was computed in between. */
export function describeRepeatability(openBackend: OpenBackend): void {
  describe("repeats itself to the bit", () => {
    const it = backendTests(openBackend);

    it(`over ${runs} runs of one model`, ({ backend }) => {
      const sample = notebookSample(32, 11);
      const model = prepare(backend, sample, notebookObjective(sample.plan));
      const first = model.gradient(sample.batch);
      for (let run = 1; run < runs; run++) expectSameBits(model.gradient(sample.batch), first);
      model.dispose();
    });

    it("from fresh models and between batches of other sizes", ({ backend }) => {
      const sample = notebookSample(4, 12);
      const first = compute(backend, sample);
      const other = notebookSample(7, 13);
      for (let run = 0; run < 5; run++) {
        compute(backend, other);
        expectSameBits(compute(backend, sample), first);
      }
    });

    it.for(stackNames.filter((name) => !name.startsWith("the activation")))(
      "with %s",
      (stack, { backend }) => {
        const sample = sampleOf(stack, { rows: 5, timeSteps: 7, features: 3 }, 15);
        const other = sampleOf(stack, { rows: 3, timeSteps: 4, features: 2 }, 16);
        const first = compute(backend, sample, cotangentObjective(sample.plan));
        for (let run = 0; run < 3; run++) {
          compute(backend, other, cotangentObjective(other.plan));
          expectSameBits(compute(backend, sample, cotangentObjective(sample.plan)), first);
        }
      },
    );

    it("from a backend opened anew", async ({ backend }) => {
      const sample = notebookSample(4, 14);
      const first = compute(backend, sample);
      const again = await openBackend();
      if ("unavailable" in again) throw new Error(again.unavailable);
      expect(again.fingerprint).toBe(backend.fingerprint);
      expectSameBits(compute(again, sample), first);
      again.dispose();
    });
  });
}

function prepare(backend: GradientBackend, { plan, parameters }: Sample, objective: Objective) {
  const model = backend.prepare(plan, objective);
  model.setParameters(parameters);
  return model;
}

function compute(
  backend: GradientBackend,
  sample: Sample,
  objective = notebookObjective(sample.plan),
): MicroBatchSums {
  const model = prepare(backend, sample, objective);
  const sums = model.gradient(sample.batch);
  model.dispose();
  return sums;
}

function expectSameBits(actual: MicroBatchSums, expected: MicroBatchSums): void {
  for (const part of ["gradient", "statistics", "states"] as const) {
    expect(Buffer.compare(bytesOf(actual[part]), bytesOf(expected[part])), part).toBe(0);
  }
}

function bytesOf(values: Float32Array | Float64Array): Buffer {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
}
