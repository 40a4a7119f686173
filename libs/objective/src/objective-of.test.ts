import type { LossSpec } from "@lockstep/job";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { objectiveOf } from "./objective-of.js";
import type { Objective } from "./objective.js";
import { ObjectiveError } from "./objective-error.js";
import type { ObjectiveModel } from "./output-meaning.js";

const crossentropy: LossSpec = { type: "binary_crossentropy", fromLogits: false };
const endingIn = (
  type: string,
  activation: string,
  outputShape: readonly number[] = [1],
): ObjectiveModel => ({
  outputShape,
  layers: [{ spec: { type, activation } }],
});
const notebook = endingIn("Dense", "sigmoid");

function statisticsOf(
  objective: Objective,
  rows: number,
  outputs: number[],
  targets: number[],
): Float64Array {
  const statistics = new Float64Array(objective.statisticsLength);
  objective.accumulate(rows, Float32Array.from(outputs), Float32Array.from(targets), statistics);
  return statistics;
}

describe("statistics", () => {
  it("are lossSum, weight, rows, then a sum and a count for each metric", () => {
    const objective = objectiveOf({ loss: crossentropy, metrics: ["accuracy", "binary_accuracy"] }, notebook);
    expect(objective.statisticsLength).toBe(7);
    const statistics = statisticsOf(objective, 2, [0, 3], [1, 1]);
    expect(statistics[0]).toBeCloseTo(Math.log(2) + Math.log1p(Math.exp(-3)), 14);
    expect([...statistics.subarray(1)]).toEqual([2, 2, 1, 2, 1, 2]);
  });

  it("weigh every time step of a sequence", () => {
    const objective = objectiveOf({ loss: crossentropy, metrics: [] }, endingIn("Dense", "sigmoid", [3, 1]));
    expect([
      ...statisticsOf(objective, 2, Array(6).fill(0) as number[], [0, 1, 0, 1, 0, 1]).subarray(1),
    ]).toEqual([6, 2]);
  });

  it("average several outputs into one entry", () => {
    const objective = objectiveOf(
      { loss: crossentropy, metrics: ["binary_accuracy"] },
      endingIn("Dense", "sigmoid", [2]),
    );
    const statistics = statisticsOf(objective, 1, [0, 0], [0, 1]);
    expect(statistics[0]).toBeCloseTo(Math.log(2), 14);
    expect([...statistics.subarray(1)]).toEqual([1, 1, 0.5, 1]);
  });

  it("add up over any cut of a batch, and to the bit over the same cut", () => {
    const objective = objectiveOf({ loss: crossentropy, metrics: ["accuracy"] }, notebook);
    const row = fc.tuple(fc.float({ min: -40, max: 40, noNaN: true }), fc.constantFrom(0, 1));
    fc.assert(
      fc.property(fc.array(row, { minLength: 2, maxLength: 20 }), fc.nat(), (rows, at) => {
        const cut = 1 + (at % (rows.length - 1));
        const part = (some: typeof rows) =>
          statisticsOf(
            objective,
            some.length,
            some.map(([z]) => z),
            some.map(([, y]) => y),
          );
        const merged = () =>
          part(rows.slice(0, cut)).map((value, i) => value + (part(rows.slice(cut))[i] ?? NaN));
        const whole = part(rows);
        merged().forEach((value, i) => expect(value).toBeCloseTo(whole[i] ?? NaN, 10));
        expect(merged()).toEqual(merged());
      }),
    );
  });
});

describe("gradient", () => {
  const cases = [
    { name: "from logits", model: notebook, loss: crossentropy, range: [-30, 30] },
    {
      name: "from declared logits",
      model: endingIn("Dense", "linear"),
      loss: { ...crossentropy, fromLogits: true },
      range: [-30, 30],
    },
    {
      name: "from probabilities",
      model: endingIn("SimpleRNN", "sigmoid"),
      loss: crossentropy,
      range: [0.01, 0.99],
    },
  ] as const;

  it.each(cases)("is the slope of the loss $name", ({ model, loss, range: [min, max] }) => {
    const objective = objectiveOf({ loss, metrics: [] }, model);
    fc.assert(
      fc.property(
        fc.double({ min, max, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (value, y) => {
          const [output, target] = [Math.fround(value), Math.fround(y)];
          const gradient = new Float32Array(1);
          const targets = Float32Array.of(target);
          objective.accumulate(1, Float32Array.of(output), targets, new Float64Array(3), gradient);
          // float32 cannot hold small steps: use the ones that it does hold.
          const [low, high] = [Math.fround(output - 1e-3), Math.fround(output + 1e-3)];
          const loss = (at: number) => statisticsOf(objective, 1, [at], [target])[0] ?? NaN;
          const slope = (loss(high) - loss(low)) / (high - low);
          expect(gradient[0]).toBeCloseTo(slope, min === 0.01 ? -1 : 5);
          expect(Math.abs((gradient[0] ?? NaN) - slope)).toBeLessThanOrEqual(
            0.02 * Math.max(1, Math.abs(slope)),
          );
        },
      ),
    );
  });

  it("overwrites what was there, and only where it is asked for", () => {
    const objective = objectiveOf({ loss: crossentropy, metrics: [] }, notebook);
    const gradient = Float32Array.of(99);
    objective.accumulate(1, Float32Array.of(0), Float32Array.of(1), new Float64Array(3), gradient);
    expect([...gradient]).toEqual([-0.5]);
  });
});

describe("accuracy", () => {
  const accuracyOf = (model: ObjectiveModel, loss: LossSpec, outputs: number[], targets: number[]) => {
    const objective = objectiveOf({ loss, metrics: ["accuracy"] }, model);
    return objective.summarise(statisticsOf(objective, outputs.length, outputs, targets)).accuracy;
  };

  it("takes a sigmoid of exactly 0.5 for 0", () => {
    expect(accuracyOf(notebook, crossentropy, [0], [0])).toBe(1);
    expect(accuracyOf(notebook, crossentropy, [1e-9], [0])).toBe(1);
    expect(accuracyOf(notebook, crossentropy, [1e-6], [1])).toBe(1);
  });

  it("compares declared logits with 0.5, as Keras does", () => {
    const declared = { ...crossentropy, fromLogits: true };
    expect(accuracyOf(endingIn("Dense", "linear"), declared, [0.4, 0.6], [0, 1])).toBe(1);
  });

  it("is categorical for several outputs, the first of equals", () => {
    const objective = objectiveOf(
      { loss: crossentropy, metrics: ["accuracy"] },
      endingIn("Dense", "sigmoid", [3]),
    );
    // 90 and 95 are the same float32 behind the sigmoid.
    const statistics = statisticsOf(objective, 2, [1, 3, 2, 90, 95, 0], [0, 1, 0, 1, 0, 0]);
    expect(objective.summarise(statistics).accuracy).toBe(1);
  });
});

describe("refuses", () => {
  const refusal = (call: () => unknown) => {
    try {
      call();
    } catch (error) {
      if (error instanceof ObjectiveError) return `${error.code}: ${error.message}`;
      throw error;
    }
    return "nothing";
  };
  const objective = objectiveOf({ loss: crossentropy, metrics: [] }, notebook);

  it("a loss and a metric that do not exist", () => {
    const loss = { type: "toString", fromLogits: false } as unknown as LossSpec;
    expect(refusal(() => objectiveOf({ loss, metrics: [] }, notebook))).toMatch(
      /^unknown-loss: loss: .* got toString/,
    );
    const metrics = ["AUC"] as unknown as "accuracy"[];
    expect(refusal(() => objectiveOf({ loss: crossentropy, metrics }, notebook))).toMatch(
      /^unknown-metric: .* got AUC/,
    );
  });

  it("logits declared behind a sigmoid", () => {
    const loss = { ...crossentropy, fromLogits: true };
    expect(refusal(() => objectiveOf({ loss, metrics: [] }, notebook))).toMatch(
      /^wrong-output: loss.fromLogits/,
    );
  });

  it("arrays of the wrong length", () => {
    const [one, two] = [new Float32Array(1), new Float32Array(2)];
    const statistics = new Float64Array(3);
    expect(refusal(() => objective.accumulate(1, two, one, statistics))).toBe(
      "wrong-length: outputs: expected 1 values, got 2",
    );
    expect(refusal(() => objective.accumulate(1, one, two, statistics))).toMatch(
      /targets: expected 1 values, got 2/,
    );
    expect(refusal(() => objective.accumulate(1, one, one, statistics, two))).toMatch(/gradient: expected 1/);
    expect(refusal(() => objective.accumulate(1, one, one, new Float64Array(4)))).toMatch(
      /statistics: expected 3/,
    );
  });

  it("the mean of nothing", () => {
    expect(refusal(() => objective.summarise(new Float64Array(3)))).toMatch(/^no-entries/);
  });
});
