import { describe, expect, it } from "vitest";
import { scheduleTypes } from "../schedules/schedule.js";
import { jobWith, problemsWith } from "../testing/problems.js";
import { optimizerTypes } from "./optimizer.js";

const moments = { learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };
const average = { useEma: false, emaMomentum: 0.99 };
const defaults: Record<string, object> = {
  SGD: { learningRate: 0.01, momentum: 0, nesterov: false },
  Adam: { ...moments, amsgrad: false },
  AdamW: { ...moments, amsgrad: false, weightDecay: 0.004 },
  Adamax: moments,
  Nadam: moments,
  RMSprop: { learningRate: 0.001, rho: 0.9, momentum: 0, epsilon: 1e-7, centered: false },
  Adagrad: { learningRate: 0.001, initialAccumulatorValue: 0.1, epsilon: 1e-7 },
  Adadelta: { learningRate: 0.001, rho: 0.95, epsilon: 1e-7 },
  Lion: { learningRate: 0.001, beta1: 0.9, beta2: 0.99 },
};

describe("an optimizer", () => {
  it.each(optimizerTypes)("has Keras's defaults: %s", (type) => {
    expect(jobWith({ optimizer: type }).optimizer).toEqual({ type, ...average, ...defaults[type] });
  });

  it("keeps the options that all have", () => {
    const optimizer = {
      type: "Lion",
      weightDecay: 0.1,
      globalClipnorm: 1,
      useEma: true,
      emaMomentum: 0.9,
      emaOverwriteFrequency: 10,
      gradientAccumulationSteps: 4,
    };
    expect(jobWith({ optimizer }).optimizer).toMatchObject(optimizer);
  });

  it("is refused with the reason where it is not built", () => {
    const problem = "Lamb: not supported: its trust ratios are not built; use AdamW";
    expect(problemsWith({ optimizer: "Lamb" })).toEqual([`optimizer: ${problem}`]);
    expect(problemsWith({ optimizer: { type: "Lamb" } })).toEqual([`optimizer.type: ${problem}`]);
  });

  it.each<[object, string]>([
    [
      { lossScaleFactor: 2 },
      "optimizer.lossScaleFactor: not supported: everything is float32, where losses need no scaling",
    ],
    [
      { clipnorm: 1, clipvalue: 1 },
      "optimizer.clipvalue: expected at most one of clipnorm, clipvalue and globalClipnorm, got clipnorm and clipvalue",
    ],
    [{ clipnorm: 0 }, "optimizer.clipnorm: expected a number above 0, got 0"],
    [
      { gradientAccumulationSteps: 1 },
      "optimizer.gradientAccumulationSteps: expected a whole number of at least 2, got 1",
    ],
    [{ emaMomentum: 0 }, "optimizer.emaMomentum: expected a number above 0 and below 1, got 0"],
    [{ emaMomentum: 1 }, "optimizer.emaMomentum: expected a number of at least 0 and below 1, got 1"],
    [{ emaOverwriteFrequency: 5 }, "optimizer.emaOverwriteFrequency: expected nothing unless useEma is true"],
    [{ momentum: 1.5 }, "optimizer.momentum: expected a number from 0 to 1, got 1.5"],
    [
      { learningRate: "fast" },
      'optimizer.learningRate: expected a number, or a schedule with its type and options, got "fast"',
    ],
  ])("refuses %j", (options, problem) => {
    expect(problemsWith({ optimizer: { type: "SGD", ...options } })).toEqual([problem]);
  });
});

describe("a schedule of the learning rate", () => {
  const decay = { initialLearningRate: 0.1, decaySteps: 10 };
  const byType: Record<string, [given: object, filledIn: object]> = {
    ExponentialDecay: [{ ...decay, decayRate: 0.5 }, { staircase: false }],
    PiecewiseConstantDecay: [{ boundaries: [5, 9], values: [1, 0.5, 0.1] }, {}],
    PolynomialDecay: [decay, { endLearningRate: 0.0001, power: 1, cycle: false }],
    InverseTimeDecay: [{ ...decay, decayRate: 0.5 }, { staircase: false }],
    CosineDecay: [decay, { alpha: 0, warmupSteps: 0 }],
    CosineDecayRestarts: [
      { initialLearningRate: 0.1, firstDecaySteps: 10 },
      { tMul: 2, mMul: 1, alpha: 0 },
    ],
  };

  it.each(scheduleTypes)("has Keras's defaults: %s", (type) => {
    const [given, filledIn] = byType[type]!;
    const learningRate = { type, ...given };
    const { optimizer } = jobWith({ optimizer: { type: "SGD", learningRate } });
    expect(optimizer.learningRate).toEqual({ ...learningRate, ...filledIn });
  });

  it.each<[object, string]>([
    [
      { type: "PiecewiseConstantDecay", boundaries: [5], values: [1, 2, 3] },
      "values: expected one learning rate more than boundaries",
    ],
    [
      { type: "PiecewiseConstantDecay", boundaries: [5, 5], values: [1, 2, 3] },
      "boundaries: expected steps in ascending order",
    ],
    [
      { type: "CosineDecay", ...decay, decaySteps: 0 },
      "decaySteps: expected a whole number of at least 1, got 0",
    ],
    [
      { type: "CosineDecay", ...decay, warmupSteps: 3 },
      "warmupTarget: expected a learning rate as warmupSteps is given, got nothing",
    ],
    [
      { type: "CosineDecayRestarts", initialLearningRate: 0.1, firstDecaySteps: 1, tMul: 0.5 },
      "tMul: expected a number from 1 to 1000000, got 0.5",
    ],
  ])("refuses %j", (learningRate, problem) => {
    expect(problemsWith({ optimizer: { type: "SGD", learningRate } })).toEqual([
      `optimizer.learningRate.${problem}`,
    ]);
  });
});
