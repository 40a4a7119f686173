import type { RunEvent, RunEventBody } from "@lockstep/telemetry/events";
import { describe, expect, it } from "vitest";
import { matchesFilter, noFilter, typesOf, workersNamed } from "./event-filter.js";
import { eventGroups, listedTypes } from "./event-kinds.js";
import { eventWords } from "./event-words.js";
import { stepOfEvent } from "./event-step.js";
import { mergeNewestFirst } from "./merge-events.js";

function eventOf(sequence: number, body: RunEventBody): RunEvent {
  return { ...body, sequence, runId: "r", time: 1000 * sequence };
}

const left: RunEventBody = {
  type: "worker-left",
  workerId: "b",
  reason: "connection lost",
  returnedMicroBatches: 3,
};
const speculated: RunEventBody = {
  type: "speculated",
  workerId: "a",
  straggler: "b",
  round: 3,
  microBatches: 1,
};

describe("eventWords", () => {
  it("tells who left, why, and what became of its work", () => {
    expect(eventWords(left)).toBe("b left: connection lost; 3 micro-batches returned");
    expect(eventWords({ ...left, returnedMicroBatches: 0 })).toBe("b left: connection lost");
  });

  it("tells what was speculated", () => {
    expect(eventWords(speculated)).toBe("1 micro-batch of b, which is slow, given to a as well");
  });

  it("tells what a restart cost", () => {
    const recovered = { type: "run-recovered", step: 40, toldSteps: 43, checkpoint: "c.ckpt" } as const;
    expect(eventWords(recovered)).toBe("taken up again from step 40 (c.ckpt); 3 steps computed again");
    expect(eventWords({ type: "run-recovered", step: 0, toldSteps: 0 })).toBe(
      "taken up again from its beginning, as no checkpoint was valid",
    );
  });

  it("tells how a run ended", () => {
    const droppedResults = { stale: 0, duplicate: 0, unsolicited: 0 };
    const finished = { type: "run-finished", steps: 1200, finalDigest: "f", droppedResults } as const;
    expect(eventWords({ ...finished, outcome: "failed", reason: "loss is not a number" })).toBe(
      "failed after 1,200 steps: loss is not a number",
    );
    expect(eventWords({ ...finished, outcome: "completed", test: { accuracy: 0.912 } })).toBe(
      "completed after 1,200 steps; test data: accuracy 0.9120",
    );
  });

  it("leaves names as they are: they are text wherever they are shown", () => {
    expect(eventWords({ ...left, workerId: "<img src=x onerror=alert(1)>" })).toMatch(/^<img src=x/);
  });
});

describe("filters", () => {
  it("ask for the types of a group, or for all that is listed", () => {
    expect(typesOf({ ...noFilter, group: "training" })).toEqual(["epoch", "callback", "tested"]);
    expect(typesOf(noFilter)).toBe(listedTypes);
    expect(listedTypes).not.toContain("step");
    expect(new Set(listedTypes).size).toBe(eventGroups.flatMap(({ types }) => types).length);
  });

  it("find a worker in each of its roles", () => {
    const event = eventOf(1, speculated);
    expect(matchesFilter(event, { ...noFilter, workerId: "b" })).toBe(true);
    expect(matchesFilter(event, { ...noFilter, workerId: "c" })).toBe(false);
    expect(workersNamed([event, eventOf(2, { ...left, workerId: "b10" })])).toEqual(["a", "b", "b10"]);
  });

  it("find all words of a text, in any order and case", () => {
    const event = eventOf(1, left);
    expect(matchesFilter(event, { text: "LOST b " })).toBe(true);
    expect(matchesFilter(event, { text: "lost c3" })).toBe(false);
  });
});

describe("events of pages and of the stream", () => {
  it("are each there once, the newest first", () => {
    const [one, two, three] = [1, 2, 3].map((sequence) => eventOf(sequence, left)) as [
      RunEvent,
      RunEvent,
      RunEvent,
    ];
    expect(mergeNewestFirst([two, one], [three, two])).toEqual([three, two, one]);
  });
});

describe("the step of an event", () => {
  const known = { steps: [1, 11, 21], times: [1000, 2000, 4000], to: 25 };

  it("is the one that it names", () => {
    const paused: RunEventBody = { type: "run-paused", cause: "user", reason: "asked", step: 12 };
    expect(stepOfEvent(eventOf(1, paused), known)).toBe(12);
    const epoch = { type: "epoch", round: 9, epoch: 3, steps: 4, measures: {}, durationMs: 1 } as const;
    expect(stepOfEvent(eventOf(1, epoch), known)).toBe(12);
  });

  it("is told by the time where it names none", () => {
    expect(stepOfEvent(eventOf(3, left), known)).toBe(16);
    expect(stepOfEvent(eventOf(2, left), known)).toBe(11);
    expect(stepOfEvent(eventOf(9, left), known)).toBe(25);
  });

  it("is none before the first step, and while nothing is known", () => {
    expect(stepOfEvent({ ...eventOf(1, left), time: 999 }, known)).toBeUndefined();
    expect(stepOfEvent(eventOf(1, left), { steps: [], times: [], to: 0 })).toBeUndefined();
    expect(stepOfEvent(eventOf(1, left), undefined)).toBeUndefined();
  });
});
