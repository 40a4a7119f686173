import { expect, it } from "vitest";
import { Intake, maxWaitingMessages, sliceMs } from "./intake.js";

/** An intake whose slices are taken by hand, each message costing as much of its clock. */
function intakeOf(costMs: number) {
  const taken: string[] = [];
  const slices: (() => void)[] = [];
  const counts = { settled: 0, overflows: 0 };
  let clock = 0;
  const intake = new Intake({
    take: (message) => {
      taken.push(message);
      clock += costMs;
    },
    settle: () => (counts.settled += 1),
    overflow: () => (counts.overflows += 1),
    schedule: (slice) => slices.push(slice),
    now: () => clock,
  });
  return { intake, taken, slices, counts };
}

it("takes no more in a slice than it has time for, and asks for another one", () => {
  const { intake, taken, slices, counts } = intakeOf(sliceMs / 3);
  for (let count = 0; count < 10; count += 1) intake.push(String(count));
  expect(slices).toHaveLength(1);
  slices.shift()!();
  expect(taken).toEqual(["0", "1", "2"]);
  expect(slices).toHaveLength(1);
  while (slices.length > 0) slices.shift()!();
  expect(taken).toHaveLength(10);
  expect(counts.settled).toBe(4);
  expect(intake.waiting).toBe(0);
});

it("gives up what waits where it is too much, instead of growing", () => {
  const { intake, counts } = intakeOf(0);
  for (let count = 0; count <= maxWaitingMessages; count += 1) intake.push("x");
  expect(counts.overflows).toBe(1);
  expect(intake.waiting).toBe(0);
});
