import { describe, expect, it } from "vitest";
import { objectiveOf } from "./objective-of.js";
import type { Objective, OutputBatch } from "./objective.js";
import { ObjectiveError } from "./objective-error.js";
import type { ObjectiveModel } from "./output-meaning.js";
import { parsedChoice, type WrittenChoice } from "./testing/parsed-choice.js";

const endingIn = (
  type: string,
  activation: string,
  outputShape: readonly number[] = [1],
): ObjectiveModel => ({
  outputShape,
  layers: [{ spec: { type, activation } }],
});
const notebook = endingIn("Dense", "sigmoid");
const tagger = endingIn("Dense", "softmax", [3, 4]);

const objectiveFor = (choice: WrittenChoice, model: ObjectiveModel) =>
  objectiveOf(parsedChoice(choice), model);
const bce = (model = notebook, metrics: unknown[] = []) =>
  objectiveFor({ loss: "binary_crossentropy", metrics }, model);
const sparse = (options: object = {}, model = tagger) =>
  objectiveFor({ loss: { type: "sparse_categorical_crossentropy", ...options } }, model);

interface Lists {
  readonly rows: number;
  readonly outputs: readonly number[];
  readonly targets: readonly number[];
  readonly weights?: readonly number[];
  readonly mask?: readonly number[];
}

const batchOf = ({ rows, outputs, targets, weights, mask }: Lists): OutputBatch => ({
  rows,
  outputs: Float32Array.from(outputs),
  targets: Float32Array.from(targets),
  ...(weights && { weights: Float32Array.from(weights) }),
  ...(mask && { mask: Float32Array.from(mask) }),
});

function accumulate(objective: Objective, lists: Lists) {
  const statistics = new Float64Array(objective.statisticsLength);
  const gradient = new Float32Array(lists.outputs.length).fill(NaN);
  objective.accumulate(batchOf(lists), statistics, gradient);
  return { statistics: [...statistics], gradient: [...gradient] };
}

const zeros = (length: number) => Array<number>(length).fill(0);

describe("statistics", () => {
  it("are lossSum, weight, rows, then the sums of each metric", () => {
    const objective = bce(notebook, ["accuracy", "binary_accuracy"]);
    expect(objective.statisticsLength).toBe(7);
    const { statistics } = accumulate(objective, { rows: 2, outputs: [0, 3], targets: [1, 1] });
    expect(statistics[0]).toBeCloseTo(Math.log(2) + Math.log1p(Math.exp(-3)), 14);
    expect(statistics.slice(1)).toEqual([2, 2, 1, 2, 1, 2]);
  });

  it("have as many places for a metric as it needs", () => {
    const metrics = ["auc", "precision", { type: "f1_score", average: "macro" }, "r2_score"];
    const objective = objectiveFor({ loss: "mse", metrics }, endingIn("Dense", "linear", [5]));
    expect(objective.statisticsLength).toBe(3 + 400 + 4 + 20 + 21);
  });

  it("count every time step of a sequence, also where a batch is shorter than the model", () => {
    const objective = bce(endingIn("Dense", "sigmoid", [3, 1]));
    const { statistics } = accumulate(objective, { rows: 2, outputs: zeros(6), targets: zeros(6) });
    expect(statistics.slice(1)).toEqual([6, 2]);
    const short = accumulate(objective, { rows: 2, outputs: zeros(4), targets: zeros(4) });
    expect(short.statistics.slice(1)).toEqual([4, 2]);
  });

  it("average several outputs into one entry", () => {
    const objective = bce(endingIn("Dense", "sigmoid", [2]), ["binary_accuracy"]);
    const { statistics } = accumulate(objective, { rows: 1, outputs: [0, 0], targets: [0, 1] });
    expect(statistics[0]).toBeCloseTo(Math.log(2), 14);
    expect(statistics.slice(1)).toEqual([1, 1, 0.5, 1]);
  });

  it("are added to what is there", () => {
    const objective = bce(notebook, ["accuracy", "auc"]);
    const statistics = new Float64Array(objective.statisticsLength).fill(5);
    objective.accumulate(batchOf({ rows: 1, outputs: [0], targets: [0] }), statistics);
    expect([...statistics.subarray(1, 5)]).toEqual([6, 6, 6, 6]);
  });
});

describe("masks and weights", () => {
  const steps = { rows: 2, outputs: zeros(6), targets: [1, 1, 1, 1, 1, 1] };
  const timed = bce(endingIn("Dense", "sigmoid", [3, 1]), ["accuracy"]);

  it("leave masked entries out of loss, weight and gradient", () => {
    const { statistics, gradient } = accumulate(timed, { ...steps, mask: [1, 1, 0, 1, 0, 0] });
    expect(statistics[0]).toBeCloseTo(3 * Math.log(2), 14);
    expect(statistics.slice(1)).toEqual([3, 2, 0, 3]);
    expect(gradient).toEqual([-0.5, -0.5, 0, -0.5, 0, 0]);
  });

  it("weigh the loss, but not the weight that it is divided by", () => {
    const { statistics, gradient } = accumulate(timed, { ...steps, weights: [2, 1, 0, 0.5, 1, 1] });
    expect(statistics[0]).toBeCloseTo(5.5 * Math.log(2), 14);
    expect(statistics[1]).toBe(6);
    expect(gradient).toEqual([-1, -0.5, 0, -0.25, -0.5, -0.5]);
  });

  it("give a loss of 0 where all is masked", () => {
    const { statistics, gradient } = accumulate(timed, { ...steps, mask: zeros(6) });
    expect(timed.summarise(Float64Array.from(statistics))).toEqual({ loss: 0, accuracy: 0 });
    expect(gradient).toEqual(zeros(6));
  });

  it("keep what is masked from making the loss NaN", () => {
    const { statistics } = accumulate(timed, {
      ...steps,
      outputs: [0, 0, NaN, 0, Infinity, 0],
      mask: [1, 1, 0, 1, 0, 1],
    });
    expect(statistics[0]).toBeCloseTo(4 * Math.log(2), 14);
  });

  it("count for weighted metrics alone", () => {
    const choice = { loss: "mse", metrics: ["mae"], weightedMetrics: ["mae"] };
    const objective = objectiveFor(choice, endingIn("Dense", "linear"));
    const lists = { rows: 2, outputs: [1, 3], targets: [0, 0], weights: [3, 1] };
    const summary = objective.summarise(Float64Array.from(accumulate(objective, lists).statistics));
    expect(summary).toEqual({ loss: 6, mae: 2, weighted_mae: 1.5 });
  });
});

describe("class numbers", () => {
  const outputs = zeros(12);

  it("may leave out a class: entries of it count for nothing in the loss", () => {
    const objective = sparse({ ignoreClass: -1 }, endingIn("Dense", "softmax", [3, 4]));
    const { statistics, gradient } = accumulate(objective, {
      rows: 1,
      outputs: outputs.fill(0.25),
      targets: [3, -1, 0],
    });
    expect(statistics[0]).toBeCloseTo(2 * Math.log(4), 12);
    expect(statistics.slice(1)).toEqual([2, 1]);
    expect(gradient.slice(4, 8)).toEqual(zeros(4));
  });

  it.each([
    {
      targets: [0, 4, 0, 0, 0, 0],
      message: /^targets: row 0, entry 1: expected a class number from 0 to 3, got 4$/,
    },
    { targets: [0, 0, 0, 0, -1, 0], message: /^targets: row 1, entry 1: .*, got -1$/ },
    { targets: [0, 0, 0, 1.5, 0, 0], message: /^targets: row 1, entry 0: .*, got 1.5$/ },
    { targets: [NaN, 0, 0, 0, 0, 0], message: /^targets: row 0, entry 0: .*, got NaN$/ },
  ])("must be in range: $targets", ({ targets, message }) => {
    expect(() => accumulate(sparse(), { rows: 2, outputs: zeros(24), targets })).toThrow(
      expect.objectContaining({ code: "wrong-target", message: expect.stringMatching(message) as string }),
    );
  });

  it("may be anything where they are masked or weigh nothing", () => {
    const mask = [1, 0, 1];
    const targets = [0, 99, 0];
    expect(() => accumulate(sparse(), { rows: 1, outputs: zeros(12), targets, mask })).not.toThrow();
    expect(() => accumulate(sparse(), { rows: 1, outputs: zeros(12), targets, weights: mask })).not.toThrow();
  });
});

describe("hinge targets", () => {
  const hinge = (metrics: unknown[] = []) =>
    objectiveFor({ loss: "hinge", metrics }, endingIn("Dense", "linear", [2]));

  it("are -1 or 1, or 0 for -1", () => {
    const ofZero = accumulate(hinge(), { rows: 1, outputs: [0.5, 0.5], targets: [0, 1] });
    const ofMinusOne = accumulate(hinge(), { rows: 1, outputs: [0.5, 0.5], targets: [-1, 1] });
    expect(ofZero).toEqual(ofMinusOne);
    expect(ofZero.statistics[0]).toBe(1);
  });

  it("are refused otherwise, for a metric too", () => {
    const lists = { rows: 1, outputs: [0, 0], targets: [1, 0.5] };
    const message = "targets: row 0, value 1: expected -1 or 1 (or 0 for -1), got 0.5";
    expect(() => accumulate(hinge(), lists)).toThrow(message);
    const asMetric = objectiveFor({ loss: "mse", metrics: ["hinge"] }, endingIn("Dense", "linear", [2]));
    expect(() => accumulate(asMetric, lists)).toThrow(message);
  });
});

describe("objectiveOf", () => {
  const loss = "binary_crossentropy";

  it.each([
    [loss, endingIn("Dense", "sigmoid"), true],
    [loss, endingIn("Activation", "sigmoid"), true],
    [loss, endingIn("SimpleRNN", "sigmoid"), false],
    [loss, endingIn("TimeDistributed", "sigmoid"), false],
    [loss, endingIn("Dense", "softmax", [2]), false],
    ["sparse_categorical_crossentropy", tagger, true],
    ["categorical_crossentropy", tagger, true],
    ["categorical_crossentropy", endingIn("Dense", "sigmoid", [2]), false],
    ["mean_squared_error", endingIn("Dense", "sigmoid"), false],
  ] as const)("%s looks behind the last activation as Keras does %#", (name, model, fromLogits) => {
    expect(objectiveFor({ loss: name }, model).fromLogits).toBe(fromLogits);
  });

  it("looks at the layer that makes the output", () => {
    const layers = [
      { spec: { type: "Dense", activation: "sigmoid" }, outputs: [1] },
      { spec: { type: "LSTM", activation: "tanh" }, outputs: [2, 3, 4] },
    ];
    expect(bce({ outputShape: [1], layers, output: 1 }).fromLogits).toBe(true);
    expect(bce({ outputShape: [1], layers, output: 2 }).fromLogits).toBe(false);
    expect(bce({ outputShape: [1], layers, output: 0 }).fromLogits).toBe(false);
  });

  it("takes probabilities where a class is ignored, as Keras does", () => {
    expect(sparse({ ignoreClass: 0 }).fromLogits).toBe(false);
  });

  it("refuses declared logits of a layer that already applied the activation", () => {
    const declared = { loss: { type: loss, fromLogits: true } };
    expect(() => objectiveFor(declared, notebook)).toThrow(
      /loss.fromLogits: expected a last layer without a sigmoid, got activation sigmoid/,
    );
    const categorical = { loss: { type: "categorical_crossentropy", fromLogits: true } };
    expect(() => objectiveFor(categorical, tagger)).toThrow(/without a softmax, got activation softmax/);
  });

  it("picks accuracy by the shapes, as Keras does", () => {
    const accuracyOf = (choice: string, width: number, targets: number[]) => {
      const objective = objectiveFor(
        { loss: choice, metrics: ["acc"] },
        endingIn("Dense", "linear", [width]),
      );
      const outputs = [0.2, 0.4, 0.3].slice(0, width);
      const { statistics } = accumulate(objective, { rows: 1, outputs, targets });
      return objective.summarise(Float64Array.from(statistics)).acc;
    };
    expect(accuracyOf("binary_crossentropy", 1, [0])).toBe(1);
    expect(accuracyOf("binary_crossentropy", 3, [0, 1, 0])).toBe(1); // categorical: the largest, not those above 0.5
    expect(accuracyOf("sparse_categorical_crossentropy", 3, [1])).toBe(1);
    expect(accuracyOf("categorical_crossentropy", 3, [1, 0, 0])).toBe(0);
  });

  it("says in which direction each metric is better", () => {
    const metrics = ["accuracy", "mae", "auc", "cosine_similarity", "binary_crossentropy", "false_positives"];
    expect(bce(notebook, metrics).metricDirections).toEqual(["max", "min", "max", "max", "min", "min"]);
  });

  it("wants one target for each class, or one in all", () => {
    expect(sparse().targetWidth).toBe(1);
    expect(objectiveFor({ loss: "categorical_crossentropy" }, tagger).targetWidth).toBe(4);
  });

  it("refuses several classes in one output", () => {
    for (const name of ["categorical_crossentropy", "sparse_categorical_crossentropy"]) {
      expect(() => objectiveFor({ loss: name }, notebook)).toThrow(
        `loss: ${name}: expected an output of 2 values or more, got 1`,
      );
    }
  });

  it.each([
    ["mae", "sparse_categorical_crossentropy", /mean_absolute_error: expected a loss with 4 target values/],
    ["precision", "sparse_categorical_crossentropy", /precision: .* got one whose targets are class numbers/],
    ["sparse_categorical_accuracy", "mse", /expected a loss whose targets are class numbers, got one with 4/],
    ["r2_score", "mse", /r2_score: expected one output vector for a sequence, got one for each time step/],
    [{ type: "recall", classId: 4 }, "mse", /recall: classId: expected a whole number from 0 to 3, got 4/],
  ])("refuses the metric %j beside %s", (metric, name, message) => {
    expect(() => objectiveFor({ loss: name, metrics: [metric] }, tagger)).toThrow(message);
  });

  it("refuses a loss or metric that does not exist", () => {
    const choice = parsedChoice({ loss: "mse" });
    const unknown = { ...choice, loss: { type: "none" as "huber", delta: 1 } };
    expect(() => objectiveOf(unknown, notebook)).toThrow(/loss: expected one of .*huber.*, got none/);
    const metrics = [{ type: "none" as "accuracy" }];
    expect(() => objectiveOf({ ...choice, metrics }, notebook)).toThrow(
      /metrics: expected some of .*auc.*, got none/,
    );
  });
});

describe("lengths", () => {
  const timed = bce(endingIn("Dense", "sigmoid", [3, 1]));

  it.each([
    [{ rows: 2, outputs: zeros(5), targets: zeros(6) }, /outputs: expected a multiple of 2 values .*, got 5/],
    [{ rows: 2, outputs: zeros(6), targets: zeros(2) }, /targets: expected 6 values \(6 of 1\), got 2/],
    [{ rows: 2, outputs: zeros(6), targets: zeros(6), mask: zeros(2) }, /mask: expected 6 values .*, got 2/],
    [
      { rows: 2, outputs: zeros(6), targets: zeros(6), weights: zeros(2) },
      /weights: expected 6 values \(one for each of 6 time steps\), got 2; Keras has no rule/,
    ],
  ])("are checked %#", (lists, message) => {
    expect(() => accumulate(timed, lists)).toThrow(message);
    expect(() => accumulate(timed, lists)).toThrow(ObjectiveError);
  });

  it("of statistics and gradient are checked", () => {
    const batch = batchOf({ rows: 1, outputs: [0], targets: [0] });
    expect(() => bce().accumulate(batch, new Float64Array(4))).toThrow(
      /statistics: expected 3 values, got 4/,
    );
    expect(() => bce().accumulate(batch, new Float64Array(3), new Float32Array(2))).toThrow(
      /gradient: expected 1 values, got 2/,
    );
    expect(() => bce().summarise(new Float64Array(2))).toThrow(/statistics: expected 3 values, got 2/);
  });
});
