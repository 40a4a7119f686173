import { optimizerOf, initialState } from "@lockstep/optimizer";
import { describe, expect, it } from "vitest";
import { notebookShape } from "../shapes/shape.js";
import { sampleOf } from "../shapes/training-sample.js";
import { coordinatorsArithmetic } from "./arithmetic.js";
import { ParameterUpdate } from "./parameter-update.js";

const sample = await sampleOf({ ...notebookShape, units: 64 });
const statistics = Float64Array.of(3, 4, 2);
const gradient = (): Float32Array =>
  Float32Array.from({ length: sample.plan.parameterCount }, (_, index) => (index % 7) - 3);

describe("ParameterUpdate", () => {
  it.each([["in TypeScript", {}] as const, ["as a coordinator has it", coordinatorsArithmetic()] as const])(
    "takes Adam's step of the mean gradient, %s",
    async (_, arithmetic) => {
      const update = new ParameterUpdate(sample, arithmetic);
      await update.take({ gradient: gradient(), statistics });
      const optimizer = optimizerOf(sample.job.optimizer, sample.plan.parameters);
      const mean = gradient().map((value) => value / 4);
      const expected = optimizer.update(initialState(optimizer, sample.parameters), mean);
      expect(update.parameters).toEqual(expected.parameters);
    },
  );

  it("takes none that is not finite", () => {
    const update = new ParameterUpdate(sample, {});
    const bad = gradient().fill(NaN, 5, 6);
    expect(() => update.take({ gradient: bad, statistics })).toThrow("not finite");
    expect(update.parameters).toEqual(sample.parameters);
  });
});
