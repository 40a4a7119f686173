import { activationNames, layerTypes, rnnCellTypes } from "@lockstep/job";
import { expect, it } from "vitest";
import { stacks } from "./sample-stacks.js";

/** Every value of a key, however deep it lies. */
function valuesOf(key: string, value: unknown): unknown[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value as Record<string, unknown>).flatMap(([name, inner]) =>
    name === key ? [inner, ...valuesOf(key, inner)] : valuesOf(key, inner),
  );
}

/** A layer that no sample uses would be measured by nothing. */
it("uses every layer, cell and activation", () => {
  expect(valuesOf("type", stacks)).toEqual(expect.arrayContaining([...layerTypes, ...rnnCellTypes]));
  expect(valuesOf("activation", stacks)).toEqual(expect.arrayContaining([...activationNames]));
  expect(valuesOf("recurrentActivation", stacks)).toEqual(expect.arrayContaining([...activationNames]));
});

it.each(["mask", "tokens", "training", "carryStates", "shorter", "vectors", "zeroSteps"])(
  "has models that need %s",
  (key) => {
    expect(valuesOf(key, stacks)).not.toEqual([]);
  },
);
