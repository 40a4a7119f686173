import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { GradientBackend } from "@lockstep/backend";
import { deviation } from "@lockstep/golden-cases";
import { parseSafetensors } from "@lockstep/safetensors";
import { openBackend } from "@lockstep/worker";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { comparisonSettings } from "./testing/comparison-settings.js";
import { exportCase, type ExportedCase } from "./testing/exported-case.js";
import { kerasPython } from "./testing/keras-python.js";
import { tfjsPredictions } from "./testing/tfjs-predictions.js";

const { seed } = comparisonSettings;
/** Predictions alone are quick. */
const models = 4 * comparisonSettings.models;
const tolerance = 2e-5;

const folder = mkdtempSync(join(tmpdir(), "lockstep-to-keras-"));
const cases: ExportedCase[] = [];
let unavailable: string | undefined;
let backend: GradientBackend;

beforeAll(async () => {
  ({ backend } = await openBackend("auto"));
  for (let index = 0; index < models; index++) {
    cases.push(await exportCase(folder, index, seed + index, backend));
  }
  const python = await kerasPython();
  if ("unavailable" in python) unavailable = python.unavailable;
  else await python.run("predict.py", [folder]);
}, 900_000);
afterAll(() => {
  backend.dispose();
  rmSync(folder, { recursive: true });
});

describe("a random model of Lockstep's", () => {
  it.for(Array.from({ length: models }, (_, index) => index))(
    `of seed ${seed} + %i: Keras and onnxruntime predict the same`,
    (index, context) => {
      if (unavailable !== undefined) context.skip(unavailable);
      const { predictions, description, refusals } = cases[index]!;
      const { tensors } = parseSafetensors(readFileSync(join(folder, `${index}.outputs.safetensors`)));
      for (const [format, tensor] of tensors) {
        expect(
          deviation(predictions, tensor.data as Float32Array),
          `${format}: ${description}`,
        ).toBeLessThanOrEqual(tolerance);
      }
      expect([...tensors.keys()]).toEqual(refusals.onnx === undefined ? ["keras", "onnx"] : ["keras"]);
    },
  );

  it.for(Array.from({ length: models }, (_, index) => index))(
    `of seed ${seed} + %i: TensorFlow.js predicts the same`,
    async (index) => {
      const { tfjs, x, inputShape, predictions, description, refusals } = cases[index]!;
      if (!tfjs) return expect(refusals.tfjs).toMatch(/^layer \S+: TensorFlow\.js /);
      const theirs = await tfjsPredictions(tfjs, x, inputShape);
      expect(deviation(predictions, theirs), description).toBeLessThanOrEqual(tolerance);
    },
  );

  it("is written in each format often enough for these tests to mean something", () => {
    const onnx = cases.filter((_, index) => existsSync(join(folder, `${index}.onnx`))).length;
    const tfjs = cases.filter((each) => each.tfjs).length;
    expect(onnx).toBeGreaterThan(models / 3);
    expect(tfjs).toBeGreaterThanOrEqual(models / 12);
  });
});
