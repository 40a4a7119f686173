import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { objectiveOf } from "./objective-of.js";
import type { Objective } from "./objective.js";
import { parsedChoice } from "./testing/parsed-choice.js";

type Range = readonly [min: number, max: number];

interface Subject {
  readonly loss: string | ({ readonly type: string } & Readonly<Record<string, unknown>>);
  /** Of the last layer. */
  readonly activation?: string;
  readonly outputs: Range;
  /** A range of targets, or targets to choose from. */
  readonly targets: Range | { readonly of: readonly number[] };
  /** Where the loss has a corner, tried points keep away from it. */
  readonly corner?: (output: number, target: number) => number;
}

const width = 3;
const sides = { of: [-1, 1] };
const classes = { of: [0, 1, 2] };
const difference = (output: number, target: number) => output - target;

const subjects: readonly Subject[] = [
  { loss: "binary_crossentropy", activation: "sigmoid", outputs: [-30, 30], targets: [0, 1] },
  { loss: { type: "binary_crossentropy", fromLogits: true }, outputs: [-30, 30], targets: [0, 1] },
  { loss: { type: "binary_crossentropy", labelSmoothing: 0.3 }, outputs: [0.15, 0.85], targets: [0, 1] },
  { loss: "categorical_crossentropy", activation: "softmax", outputs: [-20, 20], targets: [0, 1] },
  { loss: { type: "categorical_crossentropy", labelSmoothing: 0.1 }, outputs: [0.2, 2], targets: [0, 1] },
  { loss: "sparse_categorical_crossentropy", activation: "softmax", outputs: [-20, 20], targets: classes },
  { loss: "sparse_categorical_crossentropy", outputs: [0.15, 0.9], targets: classes },
  { loss: "mse", outputs: [-5, 5], targets: [-5, 5] },
  { loss: "mae", outputs: [-5, 5], targets: [-5, 5], corner: difference },
  { loss: "mape", outputs: [-5, 5], targets: [0.5, 5], corner: difference },
  { loss: "msle", outputs: [0.2, 5], targets: [0, 5] },
  { loss: { type: "huber", delta: 0.7 }, outputs: [-3, 3], targets: [-3, 3] },
  { loss: "log_cosh", outputs: [-30, 30], targets: [-5, 5] },
  { loss: "poisson", outputs: [0.2, 5], targets: [0, 5] },
  { loss: "kl_divergence", outputs: [0.15, 0.95], targets: [0, 1] },
  { loss: "hinge", outputs: [-3, 3], targets: sides, corner: (output, target) => 1 - output * target },
  { loss: "squared_hinge", outputs: [-3, 3], targets: sides },
  { loss: "cosine_similarity", outputs: [0.2, 3], targets: [-3, 3] },
];

const within = ([min, max]: Range) => fc.double({ min, max, noNaN: true }).map(Math.fround);

function lossOf(objective: Objective, outputs: Float32Array, targets: Float32Array): number {
  const statistics = new Float64Array(objective.statisticsLength);
  objective.accumulate({ rows: 1, outputs, targets }, statistics);
  return statistics[0]!;
}

function gradientOf(objective: Objective, outputs: Float32Array, targets: Float32Array): Float32Array {
  const gradient = new Float32Array(outputs.length);
  objective.accumulate({ rows: 1, outputs, targets }, new Float64Array(objective.statisticsLength), gradient);
  return gradient;
}

/** Central difference over steps that float32 holds. */
function slope(objective: Objective, outputs: Float32Array, targets: Float32Array, place: number): number {
  const [low, high] = [outputs.slice(), outputs.slice()];
  low[place]! -= 1e-3;
  high[place]! += 1e-3;
  const rise = lossOf(objective, high, targets) - lossOf(objective, low, targets);
  return rise / (high[place]! - low[place]!);
}

describe("gradients", () => {
  it.each(subjects)("of $loss behind $activation are its slopes", (subject) => {
    const { loss, activation = "linear", outputs, targets, corner } = subject;
    const objective = objectiveOf(parsedChoice({ loss }), {
      outputShape: [width],
      layers: [{ spec: { type: "Dense", activation } }],
    });
    const target = "of" in targets ? fc.constantFrom(...targets.of) : within(targets);
    const vector = (value: fc.Arbitrary<number>, length: number) =>
      fc.array(value, { minLength: length, maxLength: length }).map((values) => Float32Array.from(values));
    fc.assert(
      fc.property(
        vector(within(outputs), width),
        vector(target, objective.targetWidth),
        fc.nat(width - 1),
        (at, y, place) => {
          fc.pre(corner === undefined || Math.abs(corner(at[place]!, y[place]!)) > 0.01);
          const want = slope(objective, at, y, place);
          const tolerance = 2e-4 * Math.max(1, Math.abs(want));
          expect(Math.abs(gradientOf(objective, at, y)[place]! - want)).toBeLessThan(tolerance);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("of categorical_hinge are its slopes between its corners, shared among equals", () => {
    const objective = objectiveOf(parsedChoice({ loss: "categorical_hinge" }), {
      outputShape: [3],
      layers: [],
    });
    const of = (outputs: number[], targets: number[]) => [
      ...gradientOf(objective, Float32Array.from(outputs), Float32Array.from(targets)),
    ];
    expect(of([0.5, 2, 1], [1, 0, 0])).toEqual([-1, 1, 0]);
    expect(of([3.5, 2, 1], [1, 0, 0])).toEqual([0, 0, 0]);
    expect(of([0.5, 2, 2], [1, 0, 0])).toEqual([-1, 0.5, 0.5]);
  });

  it("are 0 where probabilities are clipped", () => {
    const objective = objectiveOf(parsedChoice({ loss: "binary_crossentropy" }), {
      outputShape: [2],
      layers: [],
    });
    expect([...gradientOf(objective, Float32Array.of(0, 1), Float32Array.of(1, 0))]).toEqual([0, 0]);
  });

  it("of a zero vector's cosine point to the target without overflowing", () => {
    const objective = objectiveOf(parsedChoice({ loss: "cosine_similarity" }), {
      outputShape: [2],
      layers: [],
    });
    const gradient = gradientOf(objective, Float32Array.of(0, 0), Float32Array.of(0, 2));
    expect(gradient[0]! / 1e7).toBeCloseTo(0, 6);
    expect(gradient[1]! / 1e7).toBeCloseTo(-1, 6);
  });
});

describe("losses from logits", () => {
  it.each([
    ["binary_crossentropy", "sigmoid", [200, -200], [0, 1], 200],
    ["categorical_crossentropy", "softmax", [1000, 0], [0, 1], 1000],
    ["sparse_categorical_crossentropy", "softmax", [-1000, 1000], [0], 2000],
  ] as const)("of %s neither overflow nor clip", (loss, activation, outputs, targets, want) => {
    const objective = objectiveOf(parsedChoice({ loss }), {
      outputShape: [2],
      layers: [{ spec: { type: "Dense", activation } }],
    });
    expect(lossOf(objective, Float32Array.from(outputs), Float32Array.from(targets))).toBe(want);
  });
});
