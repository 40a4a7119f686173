import { describe, expect, it } from "vitest";
import { meanPhases, phaseNames, phasesOf, type ProtocolEvent } from "./step-phases.js";

/** Two workers, of which the second has more to compute; the step takes from 100 to 120. */
const step: readonly ProtocolEvent[] = [
  { type: "assignment", round: 7, version: 5 },
  { type: "parameters", at: 100, version: 5 },
  { type: "parameters", at: 101, version: 5 },
  { type: "result", at: 109, worker: 0, round: 7, computeMs: 6 },
  { type: "reduction", at: 110, durationMs: 0.5 },
  { type: "result", at: 115, worker: 1, round: 7, computeMs: 12 },
  { type: "reduction", at: 117, durationMs: 2 },
  { type: "parameters", at: 120, version: 6 },
  { type: "parameters", at: 121, version: 6 },
];

describe("phasesOf", () => {
  it("tells where the step's time went, all of it", () => {
    const [seen] = phasesOf(step);
    expect(seen).toEqual({
      version: 5,
      phases: { computeMs: 9, waitingMs: 3, transferMs: 3, reductionMs: 2, optimizerMs: 3 },
    });
    expect(phaseNames.reduce((sum, name) => sum + seen!.phases[name], 0)).toBe(20);
  });

  it("takes ranges of one worker for what the longest took: they wait for each other", () => {
    const more: ProtocolEvent = { type: "result", at: 112, worker: 0, round: 7, computeMs: 8 };
    expect(phasesOf([...step, more])[0]?.phases).toMatchObject({ computeMs: 10, waitingMs: 2 });
  });

  it("counts of an addition what lies between the last sums and the next parameters", () => {
    const early: ProtocolEvent = { type: "reduction", at: 116, durationMs: 30 };
    const late: ProtocolEvent = { type: "reduction", at: 130, durationMs: 11 };
    const others = step.filter(({ type }) => type !== "reduction");
    expect(phasesOf([...others, early, late])[0]?.phases).toMatchObject({ reductionMs: 2, optimizerMs: 3 });
  });

  it("leaves out steps of which it did not see all", () => {
    const next: ProtocolEvent = { type: "result", at: 125, worker: 0, round: 8, computeMs: 1 };
    expect(phasesOf([...step, { type: "assignment", round: 8, version: 6 }, next])).toHaveLength(1);
    expect(phasesOf(step.filter(({ type }) => type !== "result"))).toEqual([]);
    expect(phasesOf(step.filter(({ type }) => type !== "assignment"))).toEqual([]);
    // A result of before, from a worker that had the same parameters.
    const early: ProtocolEvent = { type: "result", at: 90, worker: 1, round: 7, computeMs: 50 };
    expect(phasesOf([early, ...step])).toEqual(phasesOf(step));
  });
});

describe("meanPhases", () => {
  it("takes each phase's mean", () => {
    const one = phasesOf(step)[0]!.phases;
    const other = { ...one, computeMs: 11 };
    expect(meanPhases([one, other])).toEqual({ ...one, computeMs: 10 });
  });

  it("refuses none", () => {
    expect(() => meanPhases([])).toThrow("steps: expected at least one");
  });
});
