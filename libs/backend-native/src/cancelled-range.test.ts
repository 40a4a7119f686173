import type { MicroBatchRange } from "@lockstep/backend";
import { notebookObjective } from "@lockstep/backend/conformance";
import { parseModel } from "@lockstep/job";
import { planModel } from "@lockstep/model";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AddonRangeModel, Submitted } from "./addon/addon.js";
import { loadAddon } from "./addon/load-addon.js";
import { rangeArguments, submitAddonRange } from "./model/range-arguments.js";
import { newAddonRangeModel } from "./testing/addon-models.js";

const addon = loadAddon();
const pool = new addon.ThreadPool(1);
afterAll(() => pool.close());

// Of layers without time steps to stop between.
const layers = [
  ...Array.from({ length: 4 }, () => ({ type: "Dense", units: 384, activation: "relu" })),
  { type: "Dense", units: 1, activation: "sigmoid" },
];
const features = 64;
const plan = planModel(parseModel({ layers }), [features]);
const objective = notebookObjective(plan);
const sizes = { plan, objective };
const parameters = Float32Array.from({ length: plan.parameterCount }, (_, i) => Math.sin(i) / 20);

function newModel(): AddonRangeModel {
  const [set = "portable"] = addon.instructionSets();
  return newAddonRangeModel({ plan, objective, parameters, set });
}

function batchOf(rows: number) {
  const inputs = [Float32Array.from({ length: rows * features }, (_, i) => (i % 17) / 17)];
  return { rows, inputs, y: Float32Array.from({ length: rows }, (_, i) => i % 2) };
}

/** Seconds of work for one thread; nobody waits for its end. */
const long = { rows: Array.from({ length: 2000 }, () => 16), batch: batchOf(32_000) };
const short = { rows: [4, 3], batch: batchOf(7) };

const submitted = (model: AddonRangeModel, purpose: MicroBatchRange["purpose"], range: typeof long) =>
  submitAddonRange(model, pool, { sizes, range: { purpose, ...range } });

const ways: Readonly<Record<string, (model: AddonRangeModel, range: typeof long) => Submitted<unknown>>> = {
  gradient: (model, range) => submitted(model, "gradient", range),
  evaluate: (model, range) => submitted(model, "evaluate", range),
  predict: (model, range) => submitted(model, "predict", range),
  locateNonFinite: (model, range) =>
    model.submitLocate(pool, ...rangeArguments({ purpose: "gradient", ...range })),
};

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Submits and cancels until that meets the work while it runs. @returns what became of it */
async function cancelledWhileRunning(submit: () => Submitted<unknown>): Promise<unknown> {
  for (let turns = 1; ; turns++) {
    const { ticket, result } = submit();
    const outcome = result.then(
      () => "computed to its end",
      (error: unknown) => error,
    );
    for (let i = 0; i < turns; i++) await turn();
    pool.cancel(ticket);
    const end = await outcome;
    if (!String(end).includes("cancelled before it began")) return end;
  }
}

describe.each(Object.keys(ways))("a range for %s", (name) => {
  const submit = ways[name] as (typeof ways)[string];
  let model: AddonRangeModel;
  let expected: unknown;

  beforeAll(async () => {
    model = newModel();
    expected = await submit(model, short).result;
  });

  it("ends when it is cancelled, before it is computed", async () => {
    const end = await cancelledWhileRunning(() => submit(model, long));
    expect(end).toMatchObject({ code: "cancelled", message: "it was given up" });
  });

  it("leaves nothing behind for the next one", async () => {
    await cancelledWhileRunning(() => submit(model, long));
    expect(await submit(model, short).result).toEqual(expected);
  });
});
