import { objectiveOf, type Objective } from "@lockstep/objective";
import type { ModelPlan } from "@lockstep/model";
import { describe, expect, it } from "vitest";
import type { GradientBackend, MicroBatchSums } from "../gradient-backend.js";
import { notebookSample, type Sample } from "./sample-models.js";
import { subject, type OpenBackend } from "./subject.js";

const runs = 200;

/** The objective of the notebook. */
export function notebookObjective(plan: ModelPlan): Objective {
  return objectiveOf(
    { loss: { type: "binary_crossentropy", fromLogits: false }, metrics: ["accuracy"] },
    plan,
  );
}

/** Equal arguments give equal bits: again and again, from fresh models, whatever was computed in between. */
export function describeRepeatability(openBackend: OpenBackend): void {
  describe("repeats itself to the bit", () => {
    const backendOf = subject(openBackend);

    it(`over ${runs} runs of one model`, (context) => {
      const sample = notebookSample(32, 11);
      const model = prepare(backendOf(context), sample);
      const first = model.gradient(sample.batch);
      for (let run = 1; run < runs; run++) expectSameBits(model.gradient(sample.batch), first);
      model.dispose();
    });

    it("from fresh models and between batches of other sizes", (context) => {
      const backend = backendOf(context);
      const sample = notebookSample(4, 12);
      const first = compute(backend, sample);
      const other = notebookSample(7, 13);
      for (let run = 0; run < 5; run++) {
        compute(backend, other);
        expectSameBits(compute(backend, sample), first);
      }
    });

    it("from a backend opened anew", async (context) => {
      const sample = notebookSample(4, 14);
      const first = compute(backendOf(context), sample);
      const again = await openBackend();
      if ("unavailable" in again) throw new Error(again.unavailable);
      expect(again.fingerprint).toBe(backendOf(context).fingerprint);
      expectSameBits(compute(again, sample), first);
      again.dispose();
    });
  });
}

function prepare(backend: GradientBackend, { plan, parameters }: Sample) {
  const model = backend.prepare(plan, notebookObjective(plan));
  model.setParameters(parameters);
  return model;
}

function compute(backend: GradientBackend, sample: Sample): MicroBatchSums {
  const model = prepare(backend, sample);
  const sums = model.gradient(sample.batch);
  model.dispose();
  return sums;
}

function expectSameBits(actual: MicroBatchSums, expected: MicroBatchSums): void {
  expect(Buffer.compare(bytesOf(actual.gradient), bytesOf(expected.gradient))).toBe(0);
  expect(Buffer.compare(bytesOf(actual.statistics), bytesOf(expected.statistics))).toBe(0);
}

function bytesOf(values: Float32Array | Float64Array): Buffer {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
}
