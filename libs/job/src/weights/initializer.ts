import * as z from "zod";
import {
  choice,
  choiceMessage,
  choiceWithAliases,
  expected,
  float32,
  positiveFloat32,
  wholeNumber,
} from "../fields.js";
import { typeMessage, typesOf, variant } from "../structures.js";

/** Initialisers by Keras's name, with Keras's defaults. */
export const initializerNames = [
  "glorot_uniform",
  "glorot_normal",
  "he_uniform",
  "he_normal",
  "lecun_uniform",
  "lecun_normal",
  "zeros",
  "ones",
  "orthogonal",
  "identity",
  "random_normal",
  "random_uniform",
  "truncated_normal",
] as const;

/** How a weight gets its first values, by Keras's name. */
export type InitializerName = (typeof initializerNames)[number];

const seedField = () =>
  wholeNumber(0, 2 ** 32 - 1)
    .exactOptional()
    .describe(
      "Seed of these values alone. Default: they follow from the job's seed and the weight's place in the model.",
    );

const gainField = () => float32().default(1).describe("Factor of the values. Default: 1.");
const meanField = () => float32().default(0).describe("Mean of the values. Default: 0.");
const stddevField = () =>
  positiveFloat32()
    .default(0.05)
    .describe("Standard deviation of the values (of a truncated normal before truncation). Default: 0.05.");

const refusedOfFans = {
  inputAxes: "fans follow from the weight's shape",
  outputAxes: "fans follow from the weight's shape",
};

const fanScaled = <const Type extends string>(type: Type, about: string) =>
  variant({ type, about: about, description: about, refused: refusedOfFans }, () => ({ seed: seedField() }));

const initializerSchemas = [
  fanScaled("GlorotUniform", "Uniform within +-sqrt(6 / (fanIn + fanOut))."),
  fanScaled("GlorotNormal", "Truncated normal, standard deviation sqrt(2 / (fanIn + fanOut))."),
  fanScaled("HeUniform", "Uniform within +-sqrt(6 / fanIn)."),
  fanScaled("HeNormal", "Truncated normal, standard deviation sqrt(2 / fanIn)."),
  fanScaled("LecunUniform", "Uniform within +-sqrt(3 / fanIn)."),
  fanScaled("LecunNormal", "Truncated normal, standard deviation sqrt(1 / fanIn)."),
  variant({ type: "Zeros", about: "All 0.", description: "All 0." }),
  variant({ type: "Ones", about: "All 1.", description: "All 1." }),
  variant(
    {
      type: "Orthogonal",
      about: "An orthogonal matrix.",
      description: "A random orthogonal matrix, times gain.",
    },
    () => ({
      gain: gainField(),
      seed: seedField(),
    }),
  ),
  variant(
    { type: "Identity", about: "The identity matrix.", description: "The identity matrix, times gain." },
    () => ({ gain: gainField() }),
  ),
  variant(
    { type: "RandomNormal", about: "Normally distributed.", description: "Normally distributed values." },
    () => ({
      mean: meanField(),
      stddev: stddevField(),
      seed: seedField(),
    }),
  ),
  variant(
    { type: "RandomUniform", about: "Uniformly distributed.", description: "Uniformly distributed values." },
    () => ({
      minval: float32().default(-0.05).describe("Least value. Default: -0.05."),
      maxval: float32().default(0.05).describe("Bound above the values. Default: 0.05."),
      seed: seedField(),
    }),
  ),
  variant(
    {
      type: "TruncatedNormal",
      about: "Normally distributed, within two standard deviations of the mean.",
      description: "Normally distributed values; those beyond two standard deviations are drawn again.",
    },
    () => ({
      mean: meanField(),
      stddev: stddevField(),
      seed: seedField(),
    }),
  ),
  variant({ type: "Constant", about: "All the same.", description: "All the same value." }, () => ({
    value: float32().default(0).describe("The value. Default: 0."),
  })),
  variant(
    {
      type: "VarianceScaling",
      about: "Scaled by the shape of the weight.",
      description: "Values of variance scale / fan.",
      refused: refusedOfFans,
    },
    () => ({
      scale: positiveFloat32().default(1).describe("Factor of the variance. Default: 1."),
      mode: choice(["fan_in", "fan_out", "fan_avg"])
        .default("fan_in")
        .describe("What the variance is divided by: fan_in, fan_out or fan_avg. Default: fan_in."),
      distribution: choice(["truncated_normal", "untruncated_normal", "uniform"])
        .default("truncated_normal")
        .describe(
          "Distribution: truncated_normal, untruncated_normal or uniform. Default: truncated_normal.",
        ),
      seed: seedField(),
    }),
  ),
] as const;

/** Types of initialisers that are written with options. */
export const initializerTypes = typesOf(initializerSchemas);

const initializerOptionsSchema = z.discriminatedUnion("type", initializerSchemas, {
  error: typeMessage(initializerTypes),
});

const initializerSchema = z
  .union(
    [
      choiceWithAliases(initializerNames, {
        uniform: "random_uniform",
        normal: "random_normal",
        zero: "zeros",
        one: "ones",
      }),
      initializerOptionsSchema,
    ],
    {
      error: (issue) =>
        typeof issue.input === "string"
          ? choiceMessage(initializerNames, issue.input)
          : expected("an initialiser by name, or a mapping with its type and options")(issue),
    },
  )
  .meta({
    id: "Initializer",
    description: "How a weight gets its first values: a name, or { type, ...options }.",
  });

/** An initialiser with options, told apart by `type`. */
export type InitializerOptions = z.output<typeof initializerOptionsSchema>;

/** An initialiser: Keras's name, or a mapping with its options. */
export type InitializerSpec = InitializerName | InitializerOptions;

/** Schema of the initialiser of one weight, with its default. */
export function initializer(weight: string, byDefault: InitializerName) {
  return initializerSchema
    .prefault(byDefault)
    .describe(`First values of the ${weight}. Default: ${byDefault}.`);
}
