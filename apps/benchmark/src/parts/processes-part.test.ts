import { expect, it } from "vitest";
import type { Outcome } from "../measure-in-turns.js";
import type { Row } from "../report/report.js";
import { processComparisons } from "./processes-part.js";

function measured(minimum: number): Outcome {
  return { kind: "measured", minimum, median: 2 * minimum, repetitions: 3 };
}

const startUp: Row = { id: "start-up", label: "start", unit: "s", outcome: measured(0.9) };
const idle: Row = { id: "memory-idle-worker", label: "idle", unit: "MB", outcome: measured(121) };

it("asks for a first step within a second, and for an idle worker of 120 MB at most", () => {
  expect(processComparisons(startUp, idle)).toMatchObject([
    { id: "start-up-asked", unit: "s", values: { ofMinima: 0.9, ofMedians: 1.8 }, verdict: "met" },
    { id: "memory-idle-worker-asked", unit: "MB", aim: { value: 120 }, verdict: "missed" },
  ]);
});

it("judges nothing that was not measured", () => {
  const [asked] = processComparisons({ ...startUp, outcome: { kind: "unavailable", reason: "no" } }, idle);
  expect(asked).not.toHaveProperty("verdict");
});
