import type { Round } from "@lockstep/training-run";
import { beforeEach, describe, expect, it } from "vitest";
import { RunObserver } from "./run-observer.js";

let time: number;
let observer: RunObserver;
beforeEach(() => {
  time = 1000;
  observer = new RunObserver("r", () => time);
});

function roundOf(number: number): Round {
  return {
    ...{ number, purpose: "gradient", part: "train", epoch: 0, batch: number, batches: 10 },
    ...{ sequences: Uint32Array.from({ length: 8 }), microBatchSize: 1, parametersVersion: number },
  } as unknown as Round;
}

const node = (first: number, count: number) => ({ first, count });

function assign(worker: string, number: number, first: number, role: "primary" | "speculative" = "primary") {
  observer.assigned({ type: "assign", worker, round: roundOf(number), node: node(first, 4), role });
}

const answer = (workerId: string, round: number, first: number, computeMs = 5) => ({
  ...{ workerId, round, first, count: 4, computeMs },
});

/** A round that "a" and "b" compute a half of each; b's answer comes last, 30 ms later. */
function computeRound(number: number): void {
  observer.parametersSent(["a", "b"], number);
  assign("a", number, 0);
  assign("b", number, 4);
  time += 10;
  observer.heard(answer("a", number, 0));
  observer.taking(answer("a", number, 0));
  time += 20;
  observer.heard(answer("b", number, 4, 20));
  time += 1; // It waits for its turn,
  observer.taking(answer("b", number, 4));
  time += 2; // is added up,
  observer.completed(roundOf(number));
  time += 3; // and the optimizer takes its step.
  observer.committed(roundOf(number), number + 1);
}

describe("RunObserver", () => {
  it("says who computed what and when, and what the time of a round is made of", () => {
    computeRound(0);
    const [round] = observer.timelines(10);
    const epochMs = (round?.beganMs ?? 0) - 1000;
    expect(round).toMatchObject({ round: 0, step: 1, microBatches: 8, endedMs: epochMs + 1036 });
    expect(round?.split).toEqual({
      ...{ parametersMs: 5, computeMs: 20, resultsMs: 6, reductionMs: 2, optimizerMs: 3, waitingMs: 0 },
    });
    expect(round?.spans).toMatchObject([
      { workerId: "a", first: 0, count: 4, kind: "primary", outcome: "counted", endedMs: epochMs + 1010 },
      { workerId: "b", first: 4, count: 4, computeMs: 20, outcome: "counted", endedMs: epochMs + 1030 },
    ]);
  });

  it("has the parts of a round add up to the whole, data that travelled ahead or not", () => {
    assign("a", 1, 0);
    computeRound(0);
    for (const { split, beganMs, endedMs } of observer.timelines(10)) {
      const sum = (Object.values(split) as number[]).reduce((all, part) => all + part, 0);
      expect(sum).toBeCloseTo(endedMs - beganMs, 6);
    }
    const ahead = observer.timelines(10).find(({ round }) => round === 1);
    expect(ahead?.beganMs).toBe(observer.timelines(10).find(({ round }) => round === 0)?.endedMs);
  });

  it("tells speculative duplicates apart, and what was computed in vain", () => {
    observer.parametersSent(["a", "b"], 0);
    assign("a", 0, 0);
    time += 100;
    assign("b", 0, 0, "speculative");
    time += 5;
    observer.heard(answer("b", 0, 0));
    observer.taking(answer("b", 0, 0));
    observer.revoked({ type: "revoke", worker: "a", round: roundOf(0), node: node(0, 4) });
    observer.taking(answer("a", 0, 0));
    expect(observer.timelines(1)[0]?.spans).toMatchObject([
      { workerId: "a", kind: "primary", outcome: "revoked" },
      { workerId: "b", kind: "speculative", outcome: "counted" },
    ]);
    expect(observer.counts.of("a")).toMatchObject({ counted: 0, held: 0, dropped: 1 });
    expect(observer.counts.of("b")).toMatchObject({ counted: 4, held: 0, dropped: 0 });
  });

  it("notes what is lost with a worker, and what failed", () => {
    assign("a", 0, 0);
    assign("b", 0, 4);
    observer.lost("a");
    observer.failed(answer("b", 0, 4));
    expect(observer.timelines(1)[0]?.spans.map(({ outcome }) => outcome)).toEqual(["lost", "failed"]);
    expect(observer.counts.of("a").held).toBe(0);
  });

  it("keeps the newest rounds, and counts of the newest ten seconds", () => {
    for (let number = 0; number < 100; number++) computeRound(number);
    expect(observer.timelines(1000).map(({ round }) => round)).toEqual(
      Array.from({ length: 64 }, (_, index) => 36 + index),
    );
    expect(observer.timelines(2).map(({ round }) => round)).toEqual([98, 99]);
    expect(observer.counts.of("a")).toMatchObject({ counted: 400, perSecond: 40 });
    time += 20_000;
    expect(observer.counts.of("a")).toMatchObject({ counted: 0, perSecond: 0 });
  });
});
