import type { MicroBatchRange } from "@lockstep/backend";
import { notebookObjective, notebookSample } from "@lockstep/backend/conformance";
import { afterAll, describe, expect, it } from "vitest";
import type { AddonBatch, AddonModel, AddonRangeModel } from "./addon/addon.js";
import { loadAddon } from "./addon/load-addon.js";
import { computeAddonRange, rangeArguments, submitAddonRange } from "./model/range-arguments.js";
import { newAddonModel, newAddonRangeModel } from "./testing/addon-models.js";

// A getter of an argument is JavaScript that runs in the middle of a call, and may call the same model again.

const addon = loadAddon();
const pool = new addon.ThreadPool(1);
afterAll(() => pool.close());

const sample = notebookSample(6, 3);
const { batch } = sample;
const source = { ...sample, objective: notebookObjective(sample.plan) };
const busy = "the model computes already";

const newModel = (): AddonModel => newAddonModel(source);
const newRangeModel = (): AddonRangeModel => newAddonRangeModel(source);

/** The batch, of which one property is read with a side effect. */
function reading(property: string, effect: () => unknown): typeof batch {
  const value: unknown = Reflect.get(batch, property);
  const get = () => {
    effect();
    return value;
  };
  return Object.defineProperty({ ...batch }, property, { get });
}

const properties = ["rows", "inputs", "timeSteps", "mask", "states", "random"];
const others = sample.parameters.map((value) => value + 1);

const callsOfModel: Readonly<Record<string, (model: AddonModel) => unknown>> = {
  setParameters: (model) => model.setParameters(others),
  forward: (model) => model.forward(batch, false, false),
  backward: (model) => model.backward(batch.y, true, false),
  dispose: (model) => model.dispose(),
};

describe.each(properties)("while a model reads %s", (property) => {
  it.each(Object.keys(callsOfModel))("it refuses %s, and computes", (name) => {
    const model = newModel();
    const expected = model.forward(batch, false, false);
    let refusals = 0;
    const hostile = reading(property, () => {
      expect(() => callsOfModel[name]?.(model)).toThrow(busy);
      refusals++;
    });
    expect(model.forward(hostile as AddonBatch, false, false)).toEqual(expected);
    expect(refusals).toBeGreaterThan(0);
    // It is free again.
    expect(model.backward(batch.y, false, false).gradient).toHaveLength(sample.parameters.length);
    model.dispose();
    expect(() => model.dispose()).not.toThrow();
  });
});

const range: MicroBatchRange = { purpose: "gradient", rows: [4, 2], batch };

type RangeCall = (model: AddonRangeModel, given: MicroBatchRange) => Promise<unknown>;

const callsOfRangeModel: Readonly<Record<string, RangeCall>> = {
  compute: async (model, given) => Promise.resolve(computeAddonRange(model, { sizes: source, range: given })),
  submit: (model, given) => submitAddonRange(model, pool, { sizes: source, range: given }).result,
  submitLocate: (model, given) => model.submitLocate(pool, ...rangeArguments(given)).result,
};

const withinRangeModel: Readonly<Record<string, (model: AddonRangeModel) => unknown>> = {
  setParameters: (model) => model.setParameters(others),
  compute: (model) => computeAddonRange(model, { sizes: source, range }),
  submit: (model) => submitAddonRange(model, pool, { sizes: source, range }),
  submitLocate: (model) => model.submitLocate(pool, ...rangeArguments(range)),
};

/** A list whose first element is read with a side effect. */
function listReading<Element>(list: readonly Element[], effect: () => void): readonly Element[] {
  const get = () => {
    effect();
    return list[0];
  };
  return Object.defineProperty([...list], 0, { get });
}

/** Of a range the addon reads one list, and whatever else it is given is a value. */
const readings: Readonly<Record<string, (effect: () => void) => MicroBatchRange>> = {
  inputs: (effect) => ({ ...range, batch: { ...batch, inputs: listReading(batch.inputs, effect) } }),
};

describe.each(Object.keys(callsOfRangeModel))("while a model reads a range for %s", (outer) => {
  const call = callsOfRangeModel[outer] as RangeCall;

  it.each(Object.entries(readings))("it refuses other calls in %s, and computes", async (_, reads) => {
    const model = newRangeModel();
    const expected = await call(model, range);
    let refusals = 0;
    const hostile = reads(() => {
      for (const within of Object.values(withinRangeModel)) {
        expect(() => within(model)).toThrow(busy);
        refusals++;
      }
    });
    expect(await call(model, hostile)).toEqual(expected);
    expect(refusals).toBeGreaterThan(0);
    model.dispose();
  });

  it.each(Object.entries(readings))("it may be disposed of in %s, and computes", async (_, reads) => {
    const model = newRangeModel();
    const expected = await call(model, range);
    const hostile = reads(() => model.dispose());
    expect(await call(model, hostile)).toEqual(expected);
    expect(() => computeAddonRange(model, { sizes: source, range })).toThrow("the model was disposed of");
  });

  it.each(Object.entries(readings))("it is free again after a getter of %s threw", async (_, reads) => {
    const model = newRangeModel();
    const expected = await call(model, range);
    const hostile = reads(() => {
      throw new RangeError("no such thing");
    });
    await expect((async () => call(model, hostile))()).rejects.toThrow("no such thing");
    expect(await call(model, range)).toEqual(expected);
    model.dispose();
  });
});
