import { notebookObjective, notebookSample } from "@lockstep/backend/conformance";
import { afterAll, expect, it } from "vitest";
import type { AddonThreadPool } from "./addon/addon.js";
import { loadAddon } from "./addon/load-addon.js";
import { computeAddonRange, submitAddonRange } from "./model/range-arguments.js";
import { newAddonModel, newAddonRangeModel } from "./testing/addon-models.js";
import { loadTestingAddon } from "./testing/testing-addon.js";

// Another library of the process may have left the thread with a rounding of its own.

const addon = loadAddon();
const { roundingDown } = loadTestingAddon();
const sample = notebookSample(6, 3);
const { batch } = sample;
const source = { ...sample, objective: notebookObjective(sample.plan) };
const range = { purpose: "gradient", rows: [4, 2], batch } as const;
let pool: AddonThreadPool | undefined;
afterAll(() => pool?.close());

const numbersToRound = Float64Array.from({ length: 100 }, (_, i) => 1 + i / 3);
const rounded = () => Float32Array.from(numbersToRound);

it("is what these tests compute under", () => {
  expect(roundingDown(rounded)).not.toEqual(rounded());
  expect(rounded()).toEqual(Float32Array.from(numbersToRound, Math.fround));
});

it("does not reach a model", () => {
  const compute = () => {
    const model = newAddonModel(source);
    const { output } = model.forward(batch, false, false);
    const { gradient } = model.backward(output, false, false);
    return { output, gradient };
  };
  expect(roundingDown(compute)).toEqual(compute());
});

it("does not reach a model for ranges, here or on a pool's thread", async () => {
  const model = newAddonRangeModel(source);
  const expected = computeAddonRange(model, { sizes: source, range });
  expect(roundingDown(() => computeAddonRange(model, { sizes: source, range }))).toEqual(expected);
  // Threads inherit it from who starts them.
  const threads = (pool = roundingDown(() => new addon.ThreadPool(1)));
  const { result } = roundingDown(() => submitAddonRange(model, threads, { sizes: source, range }));
  expect(await result).toEqual(expected);
  model.dispose();
});
