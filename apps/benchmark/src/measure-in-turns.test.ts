import { describe, expect, it } from "vitest";
import type { Contender } from "./contenders/contender.js";
import { measureInTurns } from "./measure-in-turns.js";

/** Contenders on a clock that moves by 10 ms with each measurement, and the order in which they were measured. */
function scene() {
  let time = 0;
  const order: string[] = [];
  const contender = (id: string, figures: readonly (number | Error)[]): Contender => ({
    id,
    label: id,
    measure() {
      time += 10;
      order.push(id);
      const figure = figures[(order.filter((other) => other === id).length - 1) % figures.length]!;
      return figure instanceof Error ? Promise.reject(figure) : Promise.resolve(figure);
    },
  });
  const rounds: number[] = [];
  const options = { now: () => time, onRound: (round: number) => void rounds.push(round) };
  return { contender, order, rounds, options };
}

describe("measureInTurns", () => {
  it("measures A B A B", async () => {
    const { contender, order, rounds, options } = scene();
    const contenders = [contender("a", [3, 1]), contender("b", [5])];
    const outcomes = await measureInTurns(contenders, {
      ...options,
      budgetMs: 0,
      leastRounds: 2,
      mostRounds: 9,
    });
    expect(order).toEqual(["a", "b", "a", "b"]);
    expect(rounds).toEqual([1, 2]);
    expect(outcomes.get("a")).toEqual({ kind: "measured", minimum: 1, median: 2, repetitions: 2 });
  });

  it("begins rounds until the budget is used up", async () => {
    const { contender, order, options } = scene();
    await measureInTurns([contender("a", [1])], { ...options, budgetMs: 35, leastRounds: 1, mostRounds: 9 });
    expect(order).toHaveLength(4);
  });

  it("begins no more rounds than asked for", async () => {
    const { contender, order, options } = scene();
    await measureInTurns([contender("a", [1])], { ...options, budgetMs: 1e6, leastRounds: 1, mostRounds: 3 });
    expect(order).toHaveLength(3);
  });

  it("leaves out one that fails, with its reason, and goes on with the others", async () => {
    const { contender, order, options } = scene();
    const contenders = [contender("a", [1, new Error("broken")]), contender("b", [2])];
    const outcomes = await measureInTurns(contenders, {
      ...options,
      budgetMs: 0,
      leastRounds: 3,
      mostRounds: 3,
    });
    expect(order).toEqual(["a", "b", "a", "b", "b"]);
    expect(outcomes.get("a")).toEqual({ kind: "unavailable", reason: "broken" });
    expect(outcomes.get("b")).toMatchObject({ kind: "measured", repetitions: 3 });
  });

  it("tells why one is missing", async () => {
    const { options } = scene();
    const missing = { id: "m", label: "m", unavailable: "not installed" };
    const outcomes = await measureInTurns([missing], {
      ...options,
      budgetMs: 0,
      leastRounds: 1,
      mostRounds: 1,
    });
    expect(outcomes.get("m")).toEqual({ kind: "unavailable", reason: "not installed" });
  });

  it("leaves out a form that is much slower than another of the same, after two rounds", async () => {
    const { contender, order, options } = scene();
    const contenders = [
      { ...contender("slow", [1.6]), formOf: "peer" },
      { ...contender("fast", [1]), formOf: "peer" },
      { ...contender("near", [1.4]), formOf: "peer" },
      { ...contender("other", [9]), formOf: "ours" },
      contender("alone", [9]),
    ];
    const outcomes = await measureInTurns(contenders, {
      ...options,
      budgetMs: 0,
      leastRounds: 4,
      mostRounds: 4,
    });
    expect(outcomes.get("slow")).toMatchObject({ kind: "measured", minimum: 1.6, repetitions: 2 });
    expect(order.slice(-4)).toEqual(["fast", "near", "other", "alone"]);
  });
});
