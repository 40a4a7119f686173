import { UnsupportedModelError } from "@lockstep/backend";
import { parseLayers } from "@lockstep/job";
import { planModel, type ModelPlan } from "@lockstep/model";
import { expect, it } from "vitest";
import { modelProgram } from "../program/model-program.js";

function planOf(layer: Readonly<Record<string, unknown>>): ModelPlan {
  return planModel({ layers: parseLayers([layer]) }, [5, 2]);
}

it("refuses a layer inside that mixes time steps, by its path", () => {
  const each = planOf({ type: "TimeDistributed", name: "each", layer: { type: "Dense", units: 3 } });
  // No job comes so far: the model library knows no such layer that works on one time step.
  const inner = planOf({ type: "SimpleRNN", units: 3 }).layers;
  const plan = { ...each, layers: each.layers.map((layer) => ({ ...layer, inner })) };
  const known = "Dense, Activation, Dropout, LayerNormalization, Flatten, Reshape";
  expect(() => modelProgram(plan, false)).toThrow(
    new UnsupportedModelError("each", `layer: expected one of ${known}, got SimpleRNN`),
  );
});
