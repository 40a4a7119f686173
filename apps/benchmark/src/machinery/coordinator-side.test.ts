import type { ArithmeticEngine } from "@lockstep/numerics";
import { afterEach, describe, expect, it } from "vitest";
import { notebookInput, notebookJob } from "../shapes/notebook.js";
import { bareStep, digestOnce } from "./bare-steps.js";
import { CoordinatorSide, type Machinery } from "./coordinator-side.js";

const job = notebookJob({ steps: 100, epochs: 10, microBatchSize: 4 });

/** Does everything in a later turn of the event loop. */
const besideEngine: ArithmeticEngine = {
  async take(operations) {
    await new Promise((resolve) => setImmediate(resolve));
    for (const operation of operations) operation.over(operation.begin, operation.end);
  },
};

let side: CoordinatorSide | undefined;
afterEach(() => side?.close());

describe("CoordinatorSide", () => {
  it.each<Machinery>([
    {},
    { checkpoints: { everyMs: 30_000 } },
    { checkpoints: { everySteps: 1 } },
    { engine: besideEngine },
  ])("goes on step by step with %j", async (machinery) => {
    side = await CoordinatorSide.open(job, notebookInput, machinery);
    expect(await side.stepMs(20)).toBeGreaterThan(0);
    expect(await side.stepMs(20)).toBeGreaterThan(0);
    expect(side.steps).toBe(40);
  });

  it("ends where the run does", async () => {
    const short = notebookJob({ steps: 100, epochs: 1, microBatchSize: 4 });
    side = await CoordinatorSide.open(short, notebookInput, {});
    await expect(side.stepMs(101)).rejects.toThrow("the run ended");
  });
});

it("bare arithmetic has the same bits, however it is done", async () => {
  const plain = bareStep(job, notebookInput, {});
  const beside = bareStep(job, notebookInput, { engine: besideEngine });
  for (let count = 0; count < 3; count++) expect(await beside()).toEqual(plain());
});

it("bare arithmetic changes the parameters step by step; their digest is one of SHA-256", () => {
  const step = bareStep(job, notebookInput, {});
  expect(step()).not.toEqual(step());
  expect(digestOnce(job, notebookInput)()).toMatch(/^[0-9a-f]{64}$/);
});
