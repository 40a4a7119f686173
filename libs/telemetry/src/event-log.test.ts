import { describe, expect, it } from "vitest";
import { EventLog } from "./event-log.js";
import type { RunEvent, RunEventBody } from "./events.js";

const waiting: RunEventBody = { type: "waiting", for: "workers" };

function logOf(count: number, capacity = 4): EventLog {
  const log = new EventLog({ now: () => 7, capacity });
  for (let index = 0; index < count; index++) log.append("r", waiting);
  return log;
}

function numbers(events: readonly RunEvent[] | "too-old") {
  return events === "too-old" ? events : events.map(({ sequence }) => sequence);
}

describe("EventLog", () => {
  it("numbers events from 1 and stamps them", () => {
    const log = logOf(0);
    expect(log.append("a", waiting)).toEqual({ ...waiting, sequence: 1, runId: "a", time: 7 });
    expect(log.append("b", waiting)).toMatchObject({ sequence: 2, runId: "b" });
    expect(log.sequence).toBe(2);
  });

  it("gives the events after a number", () => {
    expect(numbers(logOf(3).since(1))).toEqual([2, 3]);
    expect(numbers(logOf(3).since(0))).toEqual([1, 2, 3]);
    expect(numbers(logOf(3).since(3))).toEqual([]);
    expect(numbers(logOf(0).since(0))).toEqual([]);
  });

  it("keeps the newest and says when some are gone", () => {
    expect(numbers(logOf(10).since(6))).toEqual([7, 8, 9, 10]);
    expect(numbers(logOf(10).since(8))).toEqual([9, 10]);
    expect(numbers(logOf(10).since(5))).toBe("too-old");
    expect(numbers(logOf(8).since(4))).toEqual([5, 6, 7, 8]);
    expect(numbers(logOf(7).since(4))).toEqual([5, 6, 7]);
  });

  it("tells listeners in order until they leave", () => {
    const log = logOf(2);
    const seen: number[] = [];
    const leave = log.subscribe(({ sequence }) => seen.push(sequence));
    log.append("r", waiting);
    leave();
    log.append("r", waiting);
    expect(seen).toEqual([3]);
  });

  it("counts a listener that subscribes twice as two", () => {
    const log = logOf(0);
    let calls = 0;
    const listener = () => (calls += 1);
    log.subscribe(listener)();
    log.subscribe(listener);
    log.append("r", waiting);
    expect(calls).toBe(1);
  });

  it("has the snapshot of its events when listeners are told", () => {
    const log = logOf(0);
    const sequences: number[] = [];
    log.subscribe(() => sequences.push(log.snapshot.sequence));
    log.append("r", waiting);
    expect(sequences).toEqual([1]);
  });

  it("refuses a capacity that is none", () => {
    expect(() => logOf(0, 0)).toThrow("capacity: expected a whole number from 1, got 0");
  });
});
