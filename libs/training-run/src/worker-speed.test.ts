import { describe, expect, it } from "vitest";
import { medianOf, WorkerSpeed } from "./worker-speed.js";

describe("WorkerSpeed", () => {
  it("is unknown before an answer that took time", () => {
    const speed = new WorkerSpeed();
    speed.answered(8, 0);
    expect(speed.value).toBeUndefined();
    speed.answered(8, 4);
    expect(speed.value).toBe(4);
  });

  it("follows a worker that becomes slower or faster", () => {
    const speed = new WorkerSpeed();
    for (let answer = 0; answer < 30; answer++) speed.answered(10, 1);
    for (let answer = 0; answer < 30; answer++) speed.answered(10, 10);
    expect(speed.value).toBeCloseTo(1, 2);
    for (let answer = 0; answer < 30; answer++) speed.answered(10, 1);
    expect(speed.value).toBeCloseTo(10, 1);
  });

  it("adds up what several slots do at once", () => {
    const speed = new WorkerSpeed();
    for (let answer = 0; answer < 60; answer++) speed.answered(10, answer % 2 === 0 ? 5 : 0);
    expect(speed.value).toBeCloseTo(4, 1);
  });

  it("falls while nothing is answered, but never to nothing", () => {
    const known = new WorkerSpeed();
    known.answered(10, 1);
    known.missed(10, 100);
    expect(known.value).toBeLessThan(0.1);
    expect(known.value).toBeGreaterThan(0);
    const unknown = new WorkerSpeed();
    unknown.missed(10, 100);
    expect(unknown.value).toBe(0.1);
  });
});

describe("medianOf", () => {
  it("is the middle one", () => {
    expect(medianOf([9, 1, 5])).toBe(5);
    expect(medianOf([3, 1])).toBe(3);
  });
});
