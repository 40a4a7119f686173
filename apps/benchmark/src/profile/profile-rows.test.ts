import { describe, expect, it } from "vitest";
import type { Outcome } from "../measure-in-turns.js";
import { clusterRows, processRows } from "./profile-rows.js";

function measured(minimum: number, median: number): Outcome {
  return { kind: "measured", minimum, median, repetitions: 3 };
}

const parts = {
  forward: measured(2, 3),
  gradient: measured(6, 8),
  reduction: measured(0.5, 1),
  optimizer: measured(0.5, 1),
  digest: measured(0, 0),
  "plain-reduction": measured(2, 2),
  "plain-optimizer": measured(4, 4),
};

function rowsOf(outcomes: Readonly<Record<string, Outcome>>) {
  return processRows("s", new Map(Object.entries(outcomes).map(([part, one]) => [`s/profile-${part}`, one])));
}

describe("processRows", () => {
  it("has the way back as what the gradient takes beside the way forward, and shares of the medians", () => {
    const rows = rowsOf(parts);
    expect(rows.map(({ id, share }) => [id, share])).toEqual([
      ["s/profile-forward", 0.3],
      ["s/profile-backward", 0.5],
      ["s/profile-reduction", 0.1],
      ["s/profile-optimizer", 0.1],
      ["s/profile-digest", 0],
      ["s/profile-plain-reduction", undefined],
      ["s/profile-plain-optimizer", undefined],
    ]);
    expect(rows[1]?.outcome).toMatchObject({ minimum: 4, median: 5 });
  });

  it("has no shares where a part is missing", () => {
    const rows = rowsOf({ ...parts, gradient: { kind: "unavailable", reason: "no" } });
    expect(rows[1]?.outcome).toEqual({ kind: "unavailable", reason: "no" });
    for (const row of rows) expect(row).not.toHaveProperty("share");
  });
});

describe("clusterRows", () => {
  it("shows the step, then its phases over all turns, with their shares", () => {
    const phases = { computeMs: 6, waitingMs: 1, transferMs: 2, reductionMs: 0, optimizerMs: 1 };
    const rows = clusterRows("s", [
      { stepMs: 10, phases },
      { stepMs: 12, phases: { ...phases, computeMs: 8 } },
    ]);
    expect(rows[0]).toMatchObject({ id: "s/profile-cluster-step", outcome: { minimum: 10, median: 11 } });
    expect(rows[0]).not.toHaveProperty("share");
    expect(rows[1]).toMatchObject({
      id: "s/profile-cluster-compute",
      outcome: { minimum: 6, median: 7 },
      share: 7 / 11,
    });
    expect(rows.slice(1).reduce((sum, { share = 0 }) => sum + share, 0)).toBeCloseTo(1);
  });
});
