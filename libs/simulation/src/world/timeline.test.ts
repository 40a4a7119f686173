import { describe, expect, it } from "vitest";
import { Random } from "../random.js";
import { Timeline, type Process } from "./timeline.js";

function processOf(name: string): Process {
  return { name, alive: true, pausedUntil: 0 };
}

function runOut(timeline: Timeline): void {
  while (timeline.step());
}

describe("Timeline", () => {
  it("lets things happen in the order of time, and of being asked for where times are equal", () => {
    const timeline = new Timeline();
    const random = new Random(3, "times");
    const times = Array.from({ length: 300 }, () => random.below(40));
    const happened: { time: number; index: number }[] = [];
    for (const [index, time] of times.entries())
      timeline.at(time, undefined, () => happened.push({ time: timeline.now, index }));
    runOut(timeline);
    const expected = times
      .map((time, index) => ({ time, index }))
      .sort((a, b) => a.time - b.time || a.index - b.index);
    expect(happened).toEqual(expected);
  });

  it("keeps what a process does until it goes on, in its order, and others' at its time", () => {
    const timeline = new Timeline();
    const paused = processOf("paused");
    paused.pausedUntil = 10;
    const happened: string[] = [];
    timeline.at(1, paused, () => happened.push(`first at ${timeline.now}`));
    timeline.at(2, undefined, () => happened.push(`other at ${timeline.now}`));
    timeline.at(3, paused, () => happened.push(`second at ${timeline.now}`));
    runOut(timeline);
    expect(happened).toEqual(["other at 2", "first at 10", "second at 10"]);
  });

  it("drops what a dead process would have done", () => {
    const timeline = new Timeline();
    const dead = processOf("dead");
    timeline.at(1, undefined, () => (dead.alive = false));
    timeline.at(2, dead, () => expect.unreachable());
    runOut(timeline);
    expect(timeline.now).toBe(1);
  });
});
