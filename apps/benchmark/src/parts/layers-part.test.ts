import { expect, it } from "vitest";
import type { Outcome } from "../measure-in-turns.js";
import { Comparer } from "../report/comparer.js";
import { layersComparisons } from "./layers-part.js";

function measured(minimum: number): Outcome {
  return { kind: "measured", minimum, median: 2 * minimum, repetitions: 3 };
}

it.each([
  [8, 4, "met"],
  [7, 3.5, "missed"],
])("divides tfjs-layers' %d ms by the gradient's", (layersMs, ratio, verdict) => {
  const outcomes = new Map([
    ["gradient-wasm", measured(2)],
    ["layers-train-on-batch", measured(layersMs)],
  ]);
  const [native, wasm] = layersComparisons([{ name: "native" }, { name: "wasm" }], new Comparer(outcomes));
  expect(native).not.toHaveProperty("verdict");
  expect(wasm).toMatchObject({ values: { ofMinima: ratio, ofMedians: ratio }, verdict });
});
