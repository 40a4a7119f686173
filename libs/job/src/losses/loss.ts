import * as z from "zod";
import { nameOrOptions, typeMessage, typesOf } from "../structures.js";
import type { Refused } from "../structures.js";
import { binaryCrossentropySchema } from "./binary-crossentropy.js";
import { categoricalCrossentropySchema } from "./categorical-crossentropy.js";
import { categoricalHingeSchema } from "./categorical-hinge.js";
import { cosineSimilaritySchema } from "./cosine-similarity.js";
import { hingeSchema } from "./hinge.js";
import { huberSchema } from "./huber.js";
import { klDivergenceSchema } from "./kl-divergence.js";
import { logCoshSchema } from "./log-cosh.js";
import { meanAbsoluteErrorSchema } from "./mean-absolute-error.js";
import { meanAbsolutePercentageErrorSchema } from "./mean-absolute-percentage-error.js";
import { meanSquaredErrorSchema } from "./mean-squared-error.js";
import { meanSquaredLogarithmicErrorSchema } from "./mean-squared-logarithmic-error.js";
import { poissonSchema } from "./poisson.js";
import { sparseCategoricalCrossentropySchema } from "./sparse-categorical-crossentropy.js";
import { squaredHingeSchema } from "./squared-hinge.js";

/** Every loss that a job may name: a further one is a file beside this one and an entry here. */
const lossSchemas = [
  binaryCrossentropySchema,
  categoricalCrossentropySchema,
  sparseCategoricalCrossentropySchema,
  meanSquaredErrorSchema,
  meanAbsoluteErrorSchema,
  meanAbsolutePercentageErrorSchema,
  meanSquaredLogarithmicErrorSchema,
  huberSchema,
  logCoshSchema,
  poissonSchema,
  klDivergenceSchema,
  hingeSchema,
  squaredHingeSchema,
  categoricalHingeSchema,
  cosineSimilaritySchema,
] as const;

/** Names of the losses, as `type` has them. */
export const lossTypes = typesOf(lossSchemas);

/** Keras's short names, with what they stand for. */
export const lossAliases = {
  bce: "binary_crossentropy",
  mse: "mean_squared_error",
  mae: "mean_absolute_error",
  mape: "mean_absolute_percentage_error",
  msle: "mean_squared_logarithmic_error",
  kld: "kl_divergence",
} as const;

/** Losses of Keras that are refused, with the reason. */
const refusedLosses: Refused = {
  binary_focal_crossentropy: "focal losses are not built; use binary_crossentropy with fit.classWeight",
  categorical_focal_crossentropy:
    "focal losses are not built; use categorical_crossentropy with fit.classWeight",
  ctc: "alignments of targets to time steps are not built",
  circle: "losses between sequences of a batch would depend on how it is cut into micro-batches",
  dice: "losses over a whole batch would depend on how it is cut into micro-batches",
  tversky: "losses over a whole batch would depend on how it is cut into micro-batches",
};

const lossOptionsSchema = z.discriminatedUnion("type", lossSchemas, {
  error: typeMessage(lossTypes, refusedLosses),
});

/** A loss with all defaults filled in, told apart by `type`. */
export type LossSpec = z.output<typeof lossOptionsSchema>;

type LossName = (typeof lossTypes)[number] | keyof typeof lossAliases;

const lossNames = [...lossTypes, ...Object.keys(lossAliases)] as unknown as [LossName, ...LossName[]];

/** A loss by name, or with options; gives the options. */
export const lossSchema = nameOrOptions(
  {
    what: "a loss",
    names: lossNames,
    listed: lossTypes,
    refused: refusedLosses,
    standsFor: (name) => ({ type: Object.hasOwn(lossAliases, name) ? lossAliases[name as "mse"] : name }),
  },
  lossOptionsSchema,
).meta({ description: "The loss: its name, or { type, ...options }.", refused: refusedLosses });
