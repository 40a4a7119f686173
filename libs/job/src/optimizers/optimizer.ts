import * as z from "zod";
import { nameOrOptions, typeMessage, typesOf } from "../structures.js";
import type { Refused } from "../structures.js";
import { adadeltaSchema } from "./adadelta.js";
import { adagradSchema } from "./adagrad.js";
import { adamWSchema } from "./adam-w.js";
import { adamSchema } from "./adam.js";
import { adamaxSchema } from "./adamax.js";
import { lionSchema } from "./lion.js";
import { nadamSchema } from "./nadam.js";
import { rmspropSchema } from "./rmsprop.js";
import { sgdSchema } from "./sgd.js";

/** Every optimizer that a job may name: a further one is a file beside this one and an entry here. */
const optimizerSchemas = [
  sgdSchema,
  adamSchema,
  adamWSchema,
  adamaxSchema,
  nadamSchema,
  rmspropSchema,
  adagradSchema,
  adadeltaSchema,
  lionSchema,
] as const;

/** Names of the optimizers, as `type` has them. */
export const optimizerTypes = typesOf(optimizerSchemas);

/** Optimizers of Keras that are refused, with the reason. */
const refusedOptimizers: Refused = {
  Ftrl: "it is not built; use Adagrad",
  Adafactor: "its factored moments are not built; use Adam",
  Lamb: "its trust ratios are not built; use AdamW",
  Muon: "its orthogonal updates are not built; use AdamW",
  LossScaleOptimizer: "everything is float32, where losses need no scaling",
};

const optimizerOptionsSchema = z.discriminatedUnion("type", optimizerSchemas, {
  error: typeMessage(optimizerTypes, refusedOptimizers),
});

/** An optimizer with all defaults filled in, told apart by `type`. */
export type OptimizerSpec = z.output<typeof optimizerOptionsSchema>;

/** An optimizer by name, or with options; gives the options. */
export const optimizerSchema = nameOrOptions(
  { what: "an optimizer", names: optimizerTypes, refused: refusedOptimizers },
  optimizerOptionsSchema,
).meta({ description: "The optimizer: its name, or { type, ...options }.", refused: refusedOptimizers });
