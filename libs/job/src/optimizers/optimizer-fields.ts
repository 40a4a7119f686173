import * as z from "zod";
import {
  expected,
  flag,
  fractionFloat32,
  nonNegativeFloat32,
  positiveFloat32,
  wholeNumber,
} from "../fields.js";
import { scheduleSchema } from "../schedules/schedule.js";
import type { Refused } from "../structures.js";

export const learningRateField = (byDefault: number) =>
  z
    .union([nonNegativeFloat32(), scheduleSchema], {
      error: (issue) =>
        typeof issue.input === "number"
          ? expected("a number of at least 0, finite as float32")(issue)
          : expected("a number, or a schedule with its type and options")(issue),
    })
    .default(byDefault)
    .describe(`Size of an update: a number, or a schedule { type, ...options }. Default: ${byDefault}.`);

export const betaField = (moment: string, byDefault: number) =>
  fractionFloat32().default(byDefault).describe(`Decay of the ${moment}, a step. Default: ${byDefault}.`);

export const epsilonField = (what: string) =>
  positiveFloat32().default(1e-7).describe(`Added to ${what}. Default: 1e-7.`);

export const momentsFields = () => ({
  beta1: betaField("first moment", 0.9),
  beta2: betaField("second moment", 0.999),
  epsilon: epsilonField("the root of the second moment (epsilon-hat of the paper)"),
});

export const amsgradField = () =>
  flag().default(false).describe("Divides by the largest second moment so far (AMSGrad). Default: false.");

const weightDecayAbout =
  "Share of each parameter, times the learning rate, that is taken off before an update";

/** Options that all optimizers share. */
export const sharedFields = () => ({
  weightDecay: nonNegativeFloat32().exactOptional().describe(`${weightDecayAbout}. Default: none.`),
  ...gradientFields(),
});

/** Those, with a weight decay of its own. */
export const decoupledFields = (weightDecay: number) => ({
  weightDecay: nonNegativeFloat32()
    .default(weightDecay)
    .describe(`${weightDecayAbout}. Default: ${weightDecay}.`),
  ...gradientFields(),
});

const gradientFields = () => ({
  clipnorm: positiveFloat32()
    .exactOptional()
    .describe("Largest norm of the gradient of each weight. At most one kind of clipping. Default: none."),
  clipvalue: positiveFloat32()
    .exactOptional()
    .describe("Largest size of each element of a gradient. At most one kind of clipping. Default: none."),
  globalClipnorm: positiveFloat32()
    .exactOptional()
    .describe(
      "Largest norm of the gradient of all weights together. At most one kind of clipping. Default: none.",
    ),
  useEma: flag()
    .default(false)
    .describe(
      "Keeps an exponential moving average of the parameters, which becomes the parameters at the end. Default: false.",
    ),
  emaMomentum: fractionFloat32()
    .refine((momentum) => momentum > 0, { error: expected("a number above 0 and below 1") })
    .default(0.99)
    .describe("Decay of that average, a step. Default: 0.99."),
  emaOverwriteFrequency: wholeNumber(1, 2 ** 31 - 1)
    .exactOptional()
    .describe("Steps after which the average becomes the parameters, each time. Default: only at the end."),
  gradientAccumulationSteps: wholeNumber(2, 2 ** 31 - 1)
    .exactOptional()
    .describe("Steps whose gradients are averaged for one update. Default: every step updates."),
});

/** Options of every Keras optimizer that are refused. */
export const refusedOfOptimizers: Refused = {
  lossScaleFactor: "everything is float32, where losses need no scaling",
  name: "the optimizer is known by its type",
};
