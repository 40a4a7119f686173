import { deviation, layerOptions, listGoldenCases, readGoldenCase } from "@lockstep/golden-cases";
import { layerTypes } from "@lockstep/job";
import { planModel } from "@lockstep/model";
import { describe, expect, it } from "vitest";
import { layerSpecs } from "./layer-specs.js";
import { referenceGradient } from "./reference-gradient.js";
import { referenceOutputs } from "./reference-model.js";

const known: readonly string[] = layerTypes;
const names = listGoldenCases("layer").filter((name) =>
  readGoldenCase(name).layers?.every((layer) => known.includes(layer.class_name)),
);

/** What backends are measured with must itself be right, in float64. */
describe.each(names)("the reference of %s", (name) => {
  const golden = readGoldenCase(name);
  const plan = planModel(layerSpecs(layerOptions(golden.layers ?? [])), golden.shape("x").slice(1));
  const parameters = new Float32Array(plan.parameterCount);
  for (const { layer, name: weight, offset } of plan.parameters) {
    parameters.set(golden.float32(`parameters.before/${layer}/${weight}`), offset);
  }
  const batch = { rows: golden.shape("x")[0] ?? 0, x: golden.float32("x"), y: golden.float32("cotangent") };

  it("has Keras's outputs", () => {
    const outputs = referenceOutputs(plan, Float64Array.from(parameters), batch.rows, batch.x);
    expect(deviation(outputs, golden.float64("output64"))).toBeLessThan(1e-12);
  });

  it("has Keras's gradients", () => {
    const gradient = referenceGradient(plan, parameters, batch);
    for (const { layer, name: weight, offset, size } of plan.parameters) {
      const expected = golden.float64(`gradients64/${layer}/${weight}`);
      expect(deviation(gradient.subarray(offset, offset + size), expected), weight).toBeLessThan(1e-7);
    }
  });
});
