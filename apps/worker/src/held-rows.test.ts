import type { Assignment, DataPart } from "@lockstep/protocol";
import { describe, expect, it } from "vitest";
import { HeldRows } from "./held-rows.js";

const layout = {
  inputs: [{ name: "x", shape: [3, 1], timed: true }],
  target: { name: "y", shape: [1], timed: false },
  timeSteps: 3,
  padding: { side: "post", value: 0 },
} as const;

function assignment(
  sequences: number[],
  fresh: { places: number[]; lengths: number[]; values: number[] },
  part: DataPart = "train",
): Assignment {
  return {
    type: "assignment",
    runId: "r",
    round: 0,
    purpose: "gradient",
    parametersVersion: 0,
    first: 0,
    rows: [sequences.length],
    part,
    sequences: Uint32Array.from(sequences),
    fresh: {
      places: Uint32Array.from(fresh.places),
      lengths: Uint32Array.from(fresh.lengths),
      values: Float32Array.from(fresh.values),
    },
    timeSteps: 3,
    states: new Float32Array(),
    gradientFlow: false,
  };
}

/** Sequences 8 (one time step) and 9 (three). */
const both = assignment([8, 9], { places: [0, 1], lengths: [1, 3], values: [1, 10, 2, 3, 4, 20] });
const eight = { length: 1, values: Float32Array.of(1, 10) };
const nine = { length: 3, values: Float32Array.of(2, 3, 4, 20) };
const none = { places: [], lengths: [], values: [] };

describe("HeldRows", () => {
  it("gives what came with the assignment and what is held", () => {
    const rows = new HeldRows({ train: layout }, 10_000);
    expect(rows.use(both)).toEqual([eight, nine]);
    expect(rows.use(assignment([9, 8, 9], none))).toEqual([nine, eight, nine]);
  });

  it("copies what it holds: a message does not stay for one of its rows", () => {
    const rows = new HeldRows({ train: layout }, 10_000);
    const [row] = rows.use(both);
    expect(row?.values.buffer.byteLength).toBe(8);
  });

  it("names the sequence that it does not hold and was not sent", () => {
    const rows = new HeldRows({ train: layout }, 10_000);
    rows.use(both);
    expect(() => rows.use(assignment([8, 7], none))).toThrow(
      "assignment.fresh: expected the values of train sequence 7, which is not held here, got none",
    );
    // What was dropped is not there any more.
    const small = new HeldRows({ train: layout }, 0);
    small.use(both);
    expect(() => small.use(assignment([8], none))).toThrow("train sequence 8, which is not held here");
  });

  it("names the sequence that it was sent and holds already", () => {
    const rows = new HeldRows({ train: layout }, 10_000);
    rows.use(both);
    expect(() => rows.use(both)).toThrow(
      "assignment.fresh: expected no values of train sequence 8, which is held here already",
    );
  });

  it("refuses rows that do not fit the layout", () => {
    const rows = new HeldRows({ train: layout }, 10_000);
    expect(() => rows.use(assignment([1], { places: [0], lengths: [2], values: [1, 2] }))).toThrow(
      "values: expected 3 as the lengths of the sequences have it, got 2",
    );
    expect(() => rows.use(assignment([1], { places: [0], lengths: [4], values: [1, 2, 3, 4, 5] }))).toThrow(
      "lengths: expected at most 3 time steps, got 4",
    );
    expect(() => rows.use(assignment([1], none, "test"))).toThrow(
      "assignment.part: expected a part that the run has, got test",
    );
  });
});
