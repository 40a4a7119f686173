import { describe, expect, it } from "vitest";
import { linearScale } from "../plot/axis-scale.js";
import { roundOf, spanOf, timelineSample } from "../testing/timeline-sample.js";
import { lanesOf, windowOf } from "./lanes.js";
import { firstCursor, movedCursor, spanAt } from "./span-cursor.js";
import { laneTops, rowAt, spanPaths } from "./span-paths.js";
import { spanText } from "./span-words.js";
import { stragglerOf, stragglerText } from "./straggler.js";

const sizes = { rowHeight: 10, rowGap: 2, laneGap: 6 };

describe("lanesOf", () => {
  it("has a lane for each worker, in the order people count in", () => {
    const spans = ["w10", "w2", "w1"].map((id) => spanOf(id, [0, 1], [0, 1]));
    expect(lanesOf([roundOf(spans)]).map(({ workerId }) => workerId)).toEqual(["w1", "w2", "w10"]);
  });

  it("puts what overlaps in rows of its own and uses rows again", () => {
    const spans = [spanOf("w", [0, 1], [0, 10]), spanOf("w", [1, 1], [5, 15]), spanOf("w", [2, 1], [10, 20])];
    const [lane] = lanesOf([roundOf(spans)]);
    expect(lane?.rows).toBe(2);
    expect(lane?.spans.map(({ row }) => row)).toEqual([0, 1, 0]);
  });

  it("keeps the round with the span", () => {
    const [lane] = lanesOf([roundOf([spanOf("w", [0, 1], [0, 1])], { step: 7 })]);
    expect(lane?.spans[0]?.round.step).toBe(7);
  });
});

describe("windowOf", () => {
  it("takes in what ended after its round", () => {
    const round = roundOf([spanOf("w", [0, 1], [5, 90])], { beganMs: 2, endedMs: 50 });
    expect(windowOf([round])).toEqual({ fromMs: 2, toMs: 90 });
  });
});

describe("the cursor", () => {
  const lanes = lanesOf([
    roundOf([
      spanOf("a", [0, 1], [0, 10]),
      spanOf("a", [1, 1], [20, 30]),
      spanOf("b", [2, 1], [0, 12]),
      spanOf("b", [3, 1], [19, 33]),
    ]),
  ]);

  it("begins at the newest", () => {
    expect(firstCursor(lanes)).toEqual({ lane: 0, span: 1 });
    expect(firstCursor([])).toBeUndefined();
  });

  it("goes through a worker's time and stops at its ends", () => {
    expect(movedCursor(lanes, { lane: 0, span: 1 }, "ArrowLeft")).toEqual({ lane: 0, span: 0 });
    expect(movedCursor(lanes, { lane: 0, span: 1 }, "ArrowRight")).toEqual({ lane: 0, span: 1 });
    expect(movedCursor(lanes, { lane: 0, span: 1 }, "x")).toBeUndefined();
  });

  it("goes to what another worker did at that time", () => {
    expect(movedCursor(lanes, { lane: 0, span: 1 }, "ArrowDown")).toEqual({ lane: 1, span: 1 });
    expect(movedCursor(lanes, { lane: 0, span: 1 }, "ArrowUp")).toEqual({ lane: 0, span: 1 });
  });

  it("is found by the pointer, also right beside a short span", () => {
    const lane = lanes[1]!;
    expect(spanAt(lane, 0, 5, 1)).toBe(0);
    expect(spanAt(lane, 0, 12.5, 1)).toBe(0);
    expect(spanAt(lane, 0, 15, 1)).toBeUndefined();
    expect(spanAt(lane, 1, 5, 1)).toBeUndefined();
  });
});

describe("drawing", () => {
  const lanes = lanesOf([
    roundOf([
      spanOf("a", [0, 1], [0, 10]),
      spanOf("a", [1, 1], [5, 15]),
      spanOf("b", [2, 1], [0, 0.001], { kind: "speculative" }),
    ]),
  ]);

  it("puts lanes below one another", () => {
    expect(laneTops(lanes, sizes)).toEqual([0, 28, 44]);
    expect(rowAt(lanes[0]!, 13, sizes)).toBe(1);
    expect(rowAt(lanes[0]!, 99, sizes)).toBe(1);
  });

  it("makes one path of what looks alike, and nothing thinner than a pixel", () => {
    const paths = spanPaths(lanes, linearScale(0, 20, 0, 200), sizes);
    expect(paths).toMatchObject([
      { kind: "primary", outcome: "counted", path: "M0 0h100v10h-100zM50 12h100v10h-100z" },
      { kind: "speculative", outcome: "counted", path: "M0 28h1v10h-1z" },
    ]);
  });
});

describe("spanText", () => {
  it("tells who, what, how long and what came of it", () => {
    const span = spanOf("w", [8, 4], [0, 40], { kind: "speculative", outcome: "dropped", computeMs: 36 });
    expect(spanText({ span, round: roundOf([span], { step: 12 }), row: 0 })).toBe(
      "w, step 12: micro-batches 8–11; speculative duplicate; 40 ms, of it 36 ms computing; dropped: another result counted",
    );
  });
});

describe("stragglerOf", () => {
  it("names who takes much longer and ends rounds", () => {
    const straggler = stragglerOf(timelineSample().rounds);
    expect(straggler).toMatchObject({ workerId: "worker-3", rounds: 12 });
    expect(stragglerText(straggler!)).toMatch(
      /^worker-3 takes 2\.\d times as long for a micro-batch as the others, and was last in \d+ of 12 rounds\.$/,
    );
  });

  it("says nothing of workers that are alike, or of one alone", () => {
    const alike = roundOf([spanOf("a", [0, 1], [0, 10]), spanOf("b", [1, 1], [0, 12])]);
    expect(stragglerOf([alike])).toBeUndefined();
    expect(stragglerOf([roundOf([spanOf("a", [0, 1], [0, 10])])])).toBeUndefined();
    expect(stragglerOf([])).toBeUndefined();
  });

  it("counts no result that did not count", () => {
    const spans = [
      spanOf("a", [0, 1], [0, 10]),
      spanOf("b", [1, 1], [0, 11]),
      spanOf("b", [2, 1], [0, 99], { outcome: "dropped" }),
    ];
    expect(stragglerOf([roundOf(spans)])).toBeUndefined();
  });
});
