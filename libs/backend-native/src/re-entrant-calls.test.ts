import { notebookObjective, notebookSample } from "@lockstep/backend/conformance";
import { afterAll, describe, expect, it } from "vitest";
import type { AddonBatch, AddonModel, AddonRangeModel } from "./addon/addon.js";
import { loadAddon } from "./addon/load-addon.js";
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

const rows = [4, 2];

type RangeCall = (model: AddonRangeModel, given: typeof batch, rows: readonly number[]) => Promise<unknown>;

const callsOfRangeModel: Readonly<Record<string, RangeCall>> = {
  compute: async (model, given, list) => Promise.resolve(model.compute("gradient", list, given)),
  submit: (model, given, list) => model.submit(pool, "gradient", list, given).result,
  submitLocate: (model, given, list) => model.submitLocate(pool, "gradient", list, given).result,
};

const withinRangeModel: Readonly<Record<string, (model: AddonRangeModel) => unknown>> = {
  setParameters: (model) => model.setParameters(others),
  compute: (model) => model.compute("gradient", rows, batch),
  submit: (model) => model.submit(pool, "gradient", rows, batch),
  submitLocate: (model) => model.submitLocate(pool, "gradient", rows, batch),
};

describe.each(Object.keys(callsOfRangeModel))("while a model reads a range for %s", (outer) => {
  const call = callsOfRangeModel[outer] as RangeCall;

  it.each([...properties, "y", "weights"])("it refuses other calls in %s, and computes", async (property) => {
    const model = newRangeModel();
    const expected = await call(model, batch, rows);
    let refusals = 0;
    const hostile = reading(property, () => {
      for (const within of Object.values(withinRangeModel)) {
        expect(() => within(model)).toThrow(busy);
        refusals++;
      }
    });
    expect(await call(model, hostile, rows)).toEqual(expected);
    expect(refusals).toBeGreaterThan(0);
    model.dispose();
  });

  it.each([...properties, "y", "weights"])("it may be disposed of in %s, and computes", async (property) => {
    const model = newRangeModel();
    const expected = await call(model, batch, rows);
    expect(
      await call(
        model,
        reading(property, () => model.dispose()),
        rows,
      ),
    ).toEqual(expected);
    expect(() => model.compute("gradient", rows, batch)).toThrow("the model was disposed of");
  });

  it("it refuses other calls in the rows, and computes", async () => {
    const model = newRangeModel();
    const expected = await call(model, batch, rows);
    const get = () => {
      for (const within of Object.values(withinRangeModel)) expect(() => within(model)).toThrow(busy);
      model.dispose();
      return 2;
    };
    const hostile = Object.defineProperty([...rows], 1, { get });
    expect(await call(model, batch, hostile)).toEqual(expected);
  });

  it("it is free again after a getter threw", async () => {
    const model = newRangeModel();
    const expected = await call(model, batch, rows);
    const hostile = reading("y", () => {
      throw new RangeError("no such thing");
    });
    await expect((async () => call(model, hostile, rows))()).rejects.toThrow("no such thing");
    expect(await call(model, batch, rows)).toEqual(expected);
    model.dispose();
  });
});
