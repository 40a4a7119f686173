import { parseJobValue } from "@lockstep/job";
import { afterEach, expect, it, type TestContext } from "vitest";
import { openNative } from "../backend-choice.js";
import { job, layout, model, range } from "../testing/sample-range.js";
import { planRun } from "./planned-run.js";
import { SlotPool, type SpentGradients } from "./slot-pool.js";
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

interface Opened {
  readonly on: SlotPool;
  readonly spent: SpentGradients;
}

async function openPool(slots: number, { skip }: TestContext): Promise<Opened> {
  try {
    (await openNative(1)).dispose();
  } catch (error) {
    return skip(error instanceof Error ? error.message : String(error));
  }
  pool = await SlotPool.open(slots, "native");
  return { on: pool, spent: begun(pool) };
}

function begun(on: SlotPool): SpentGradients {
  const spent = on.begin(wideModel);
  if (!spent) throw new Error("expected slots that take memory");
  return spent;
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
  const { on, spent } = await openPool(1, context);
  const first = await gradientOf(on, parametersOf(1));
  const bits = first.slice();
  const second = await gradientOf(on, parametersOf(2));
  expect(second).not.toEqual(bits);
  spent.give(second);
  const third = await gradientOf(on, parametersOf(1));
  expect(third.buffer).toBe(second.buffer);
  expect([first, third]).toEqual([bits, bits]);
});

it("is used again by two slots, whose pieces are added up, but for what is still looked at", async (context) => {
  const one = await openPool(1, context);
  const bits = (await gradientOf(one.on, parametersOf(1))).slice();
  await one.on.close();
  const { on, spent } = await openPool(2, context);
  const kept = await gradientOf(on, parametersOf(1));
  const buffers = new Set<ArrayBufferLike>();
  for (let time = 0; time < 5; time++) {
    const gradient = await gradientOf(on, parametersOf(1 + (time % 2)));
    if (time % 2 === 0) expect(gradient).toEqual(bits);
    buffers.add(gradient.buffer);
    spent.give(gradient);
    expect(kept).toEqual(bits);
  }
  expect(buffers.size).toBeLessThan(3);
  expect(buffers.has(kept.buffer)).toBe(false);
});

it("is not given out while a range that was cancelled is computed into it", async (context) => {
  const { on, spent } = await openPool(2, context);
  const bits = (await gradientOf(on, parametersOf(1))).slice();
  on.setParameters(parametersOf(2));
  for (let time = 0; time < 20; time++) {
    on.compute(range, () => undefined).cancel();
    const gradient = await gradientOf(on, parametersOf(1));
    expect(gradient).toEqual(bits);
    spent.give(gradient);
    on.setParameters(parametersOf(2));
  }
});

it("goes with its run, whenever it is given back", async (context) => {
  const { on, spent } = await openPool(1, context);
  const first = await gradientOf(on, parametersOf(1));
  on.end();
  begun(on);
  spent.give(first);
  expect((await gradientOf(on, parametersOf(1))).buffer).not.toBe(first.buffer);
});
