import { deviation, listGoldenCases, readGoldenCase } from "@lockstep/golden-cases";
import { describe, expect, it } from "vitest";
import { goldenLayers, splitRows } from "./golden-layers.js";
import { referenceGradient } from "./reference-gradient.js";
import { referenceRun } from "./reference/reference-model.js";

/** What backends are measured with must itself be right, in float64. */
describe.each(listGoldenCases("layer"))("the reference of %s", (name) => {
  const golden = readGoldenCase(name);
  const { plan, parameters, batch } = goldenLayers(golden);

  it("has Keras's outputs and states", () => {
    const { outputs } = referenceRun(plan, Float64Array.from(parameters), batch);
    const states = golden.numbered("state").map((_, i) => golden.float64(`state64/${i}`));
    const expected = [golden.float64("output64"), ...states];
    const parts = splitRows(
      Float64Array.from(outputs),
      expected.map(({ length }) => length / batch.rows),
    );
    parts.forEach((part, i) => {
      expect(deviation(part, expected[i] ?? [])).toBeLessThan(1e-12);
    });
  });

  // Two runs for every parameter and input: the small cases, of all kinds of layers, are enough.
  if (plan.parameterCount * golden.float32("x").length > 10_000) return;

  it("has Keras's gradients", () => {
    const tokens = !golden.tensors.has("gradients64/x");
    const { parameters: gradient, inputs } = referenceGradient(plan, parameters, batch, { tokens });
    for (const { layer, name: weight, offset, size } of plan.parameters) {
      const expected = golden.float64(`gradients64/${layer}/${weight}`);
      expect(deviation(gradient.subarray(offset, offset + size), expected), weight).toBeLessThan(1e-7);
    }
    if (!tokens) expect(deviation(inputs[0] ?? [], golden.float64("gradients64/x"))).toBeLessThan(1e-7);
  });
});
