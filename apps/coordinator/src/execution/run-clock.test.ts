import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { RunClock } from "./run-clock.js";

let time: number;
let deadline: number;
let ticks: number[];
let clock: RunClock;

beforeEach(() => {
  vi.useFakeTimers();
  time = 0;
  deadline = Infinity;
  ticks = [];
  clock = new RunClock({
    now: () => time,
    intervalMs: 100,
    tick: (at) => ticks.push(at),
    deadline: () => deadline,
  });
});
afterEach(() => {
  clock.stop();
  vi.useRealTimers();
});

/** Timers run on the minute. */
function pass(ms: number): void {
  for (let left = ms; left > 0; left--) {
    time++;
    vi.advanceTimersByTime(1);
  }
}

/** The event loop is held up: time goes on, timers do not. */
function holdUp(ms: number): void {
  time += ms;
}

describe("RunClock", () => {
  it("ticks regularly", () => {
    pass(350);
    expect(ticks).toEqual([100, 200, 300]);
  });

  it("ticks at a deadline, and at an earlier one that comes to be known", () => {
    deadline = 50;
    clock.look();
    deadline = 20;
    clock.look();
    pass(20);
    expect(ticks).toEqual([20]);
    deadline = 60;
    clock.look();
    pass(60);
    expect(ticks).toEqual([20, 60]);
  });

  it("waits for a deadline that was put off", () => {
    deadline = 20;
    clock.look();
    deadline = 70;
    clock.look();
    pass(90);
    expect(ticks).toEqual([70]);
  });

  it("does not tick over and over where a tick changes nothing", () => {
    deadline = 10;
    clock.look();
    pass(90);
    expect(ticks).toEqual([10]);
  });

  it("leaves out what comes late, and comes back to it", () => {
    holdUp(400);
    pass(100);
    expect(ticks).toEqual([]);
    pass(100);
    expect(ticks).toEqual([600]);
  });

  it("leaves out a deadline that comes late, and comes back to it", () => {
    deadline = 90;
    clock.look();
    holdUp(400);
    vi.advanceTimersByTime(90);
    expect(ticks).toEqual([]);
    // The regular one is late as well: what comes after it is not.
    pass(20);
    expect(ticks).toHaveLength(1);
  });
});
