import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { roundSchedule, RoundSchedule } from "./round-schedule.js";
import { microBatchCount, rowsOf, sequencesOf, type Round } from "./round.js";
import { stepsPerEpoch, totalSteps, type RunShape } from "./run-shape.js";

const shape = (change: Partial<RunShape> = {}): RunShape => ({
  kind: "train",
  seed: 1,
  epochs: 2,
  batchSize: 4,
  microBatchSize: 2,
  shuffle: true,
  sequences: { train: 10, validation: 3, test: 5 },
  ...change,
});

const microBatches = (round: Round): number[][] =>
  Array.from({ length: microBatchCount(round) }, (_, index) => [...sequencesOf(round, index, 1)]);

describe("roundSchedule", () => {
  it("takes the steps of an epoch, its validation, and at the end the test", () => {
    const rounds = [...roundSchedule(shape())];
    expect(rounds.map(({ part, epoch, batch }) => `${part} ${epoch} ${batch}`)).toEqual([
      ...["train 0 0", "train 0 1", "train 0 2", "validation 0 0"],
      ...["train 1 0", "train 1 1", "train 1 2", "validation 1 0"],
      ...["test 1 0", "test 1 1"],
    ]);
    expect(rounds.map(({ number }) => number)).toEqual(rounds.map((_, index) => index));
    expect(rounds.map(({ parametersVersion }) => parametersVersion)).toEqual([0, 1, 2, 3, 3, 4, 5, 6, 6, 6]);
  });

  it("takes every sequence once an epoch, in micro-batches of the job's size; only a round's last may be smaller", () => {
    const size = fc.integer({ min: 1, max: 100 });
    fc.assert(
      fc.property(size, size, size, (train, batchSize, microBatchSize) => {
        const one = shape({
          epochs: 1,
          batchSize,
          microBatchSize,
          sequences: { train, validation: 0, test: 0 },
        });
        const rounds = [...roundSchedule(one)];
        expect(rounds).toHaveLength(stepsPerEpoch(one));
        for (const round of rounds) {
          const rows = rowsOf(round, 0, microBatchCount(round));
          expect(rows.slice(0, -1).every((count) => count === microBatchSize)).toBe(true);
          expect(rows.at(-1)).toBeLessThanOrEqual(microBatchSize);
          expect(microBatches(round).map(({ length }) => length)).toEqual(rows);
        }
        const taken = rounds.flatMap(microBatches).flat();
        expect(taken.sort((a, b) => a - b)).toEqual(Array.from({ length: train }, (_, index) => index));
      }),
    );
  });

  it("keeps the order of the data without shuffling, and for validation and test", () => {
    const rounds = [...roundSchedule(shape({ shuffle: false, epochs: 1 }))];
    const order = (part: string): number[] =>
      rounds
        .filter((round) => round.part === part)
        .flatMap(microBatches)
        .flat();
    expect(order("train")).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(order("validation")).toEqual([0, 1, 2]);
    expect(order("test")).toEqual([0, 1, 2, 3, 4]);
  });

  it("only goes over the test part to evaluate or predict", () => {
    for (const [kind, purpose] of [
      ["evaluate", "evaluate"],
      ["predict", "predict"],
    ] as const) {
      const rounds = [...roundSchedule(shape({ kind }))];
      expect(rounds.map((round) => [round.part, round.purpose])).toEqual([
        ["test", purpose],
        ["test", purpose],
      ]);
      expect(totalSteps(shape({ kind }))).toBe(0);
    }
  });

  const rest = (schedule: RoundSchedule): Round[] => {
    const rounds: Round[] = [];
    for (let round = schedule.next(); round; round = schedule.next()) rounds.push(round);
    return rounds;
  };

  const shapes: Record<string, Partial<RunShape>> = {
    plain: {},
    truncated: { truncate: 2, timeSteps: 5 },
    stateful: { stateful: true, shuffle: false, sequences: { train: 8, validation: 4, test: 4 } },
    bucketed: {
      bucketing: { windowBatches: 2 },
      lengths: { train: Uint32Array.of(5, 1, 2, 9, 3, 3, 2, 7, 8, 1) },
    },
    "without validation": { sequences: { train: 10, validation: 0, test: 5 } },
    "without a test": { sequences: { train: 10, validation: 3, test: 0 } },
  };

  it.each(Object.entries(shapes))("goes on from any round as if it had gone all the way: %s", (_, change) => {
    const one = shape({ epochs: 3, ...change });
    const all = rest(new RoundSchedule(one, true));
    for (let round = 0; round <= all.length; round++) {
      const before = all.slice(0, round);
      const steps = before.filter(({ part }) => part === "train").length;
      const epochs = Math.max(0, ...before.map(({ epoch }) => epoch + 1));
      const schedule = new RoundSchedule(one, true, { round, steps, epochs });
      expect(schedule.position).toBe(round);
      expect(rest(schedule)).toEqual(all.slice(round));
      expect(schedule.position).toBe(all.length);
    }
  });

  it("leaves out what an early end of training leaves out, and keeps the numbers of the test", () => {
    const schedule = new RoundSchedule(shape(), true);
    for (let round = 0; round < 4; round++) schedule.next();
    schedule.endTraining(3, 1);
    const test = rest(schedule);
    expect(
      test.map(({ part, number, epoch, parametersVersion }) => [part, number, epoch, parametersVersion]),
    ).toEqual([
      ["test", 8, 0, 4],
      ["test", 9, 0, 4],
    ]);
    expect(rest(new RoundSchedule(shape(), true, { round: 9, steps: 3, epochs: 1 }))).toEqual(test.slice(1));
  });

  it("makes no order of the epochs that it skips", () => {
    const asked: number[] = [];
    const order = new Proxy<Uint32Array[]>([], {
      get: (_, epoch) => {
        asked.push(Number(epoch));
        return Uint32Array.from({ length: 10 }, (__, index) => index);
      },
    });
    new RoundSchedule(shape({ order, epochs: 1000 }), false, {
      round: 4 * 998,
      steps: 3 * 998,
      epochs: 998,
    }).next();
    expect(asked).toEqual([998]);
  });
});

describe("steps whose gradient is followed through time", () => {
  const followed = (change: Partial<RunShape>) =>
    [...roundSchedule(shape({ gradientFlow: { everySteps: 2, timeSteps: 8 }, ...change }))].map(
      ({ part, gradientFlow }) => [part, gradientFlow?.timeSteps] as const,
    );

  it("are the first, and then one in so many; nothing else is", () => {
    expect(followed({}).filter(([part]) => part === "train")).toEqual(
      [8, undefined, 8, undefined, 8, undefined].map((steps) => ["train", steps]),
    );
    expect(followed({}).filter(([part, steps]) => part !== "train" && steps !== undefined)).toEqual([]);
  });

  it("have the time steps of their segment, or of their batch", () => {
    const of = (change: Partial<RunShape>) => followed(change).flatMap(([, steps]) => steps ?? []);
    expect(of({ truncate: 5, timeSteps: 8, epochs: 1 })).toEqual([5, 5, 5]);
    const lengths = { train: Uint32Array.of(2, 2, 2, 2, 6, 6, 6, 6, 3, 3) };
    const bucketing = { windowBatches: 3 };
    const bucketed = of({ lengths, bucketing, epochs: 1 });
    expect(bucketed).toHaveLength(2);
    for (const steps of bucketed) expect([2, 3, 6]).toContain(steps);
  });

  it("are none where nobody asks", () => {
    expect([...roundSchedule(shape())].some(({ gradientFlow }) => gradientFlow)).toBe(false);
  });
});
