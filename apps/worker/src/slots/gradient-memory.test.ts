import { parseJobValue } from "@lockstep/job";
import { afterEach, expect, it, type TestContext } from "vitest";
import { job, layout, model, range } from "../testing/sample-range.js";
import { planRun } from "./planned-run.js";
import { SlotPool } from "./slot-pool.js";
import type { SlotResult } from "./slot-messages.js";

/** With gradients that travel as frames: smaller ones are made each time. */
const wide = parseJobValue({
  ...job,
  model: {
    layers: [
      { type: "LSTM", units: 128 },
      { type: "Dense", units: 1, activation: "sigmoid" },
    ],
  },
});
const wideModel = { ...model, jobJson: JSON.stringify(wide), layouts: { train: layout } };
const { parameterCount } = planRun(wideModel).plan;
const parametersOf = (scale: number) =>
  Float32Array.from({ length: parameterCount }, (_, i) => (scale * ((i % 19) - 9)) / 100);

let pool: SlotPool | undefined;
afterEach(async () => {
  await pool?.close();
  pool = undefined;
});

async function openPool(slots: number, { skip }: TestContext): Promise<SlotPool> {
  try {
    pool = await SlotPool.open(slots, "native");
  } catch (error) {
    return skip(error instanceof Error ? error.message : String(error));
  }
  pool.begin(wideModel);
  return pool;
}

/** The gradient with some parameters. */
async function gradientOf(on: SlotPool, parameters: Float32Array): Promise<Float32Array> {
  on.setParameters(parameters);
  const { gradient } = await new Promise<SlotResult>((resolve, reject) => {
    on.compute(range, (outcome) =>
      outcome.ok ? resolve(outcome.result) : reject(new Error(outcome.reason)),
    );
  });
  return gradient;
}

it("is computed into once it was given back, and not before", async (context) => {
  const one = await openPool(1, context);
  const first = await gradientOf(one, parametersOf(1));
  const bits = first.slice();
  const second = await gradientOf(one, parametersOf(2));
  expect(second).not.toEqual(bits);
  one.giveBack(second);
  const third = await gradientOf(one, parametersOf(1));
  expect(third.buffer).toBe(second.buffer);
  expect([first, third]).toEqual([bits, bits]);
  one.giveBack(third);
  one.end();
  expect((await gradientOf(one, parametersOf(1))).buffer).not.toBe(third.buffer);
});

it("is used again by two slots, whose pieces are added up", async (context) => {
  const bits = (await gradientOf(await openPool(1, context), parametersOf(1))).slice();
  await pool?.close();
  const two = await openPool(2, context);
  const buffers = new Set<ArrayBufferLike>();
  for (let time = 0; time < 5; time++) {
    const gradient = await gradientOf(two, parametersOf(1));
    expect(gradient).toEqual(bits);
    buffers.add(gradient.buffer);
    two.giveBack(gradient);
  }
  expect(buffers.size).toBeLessThan(3);
});
