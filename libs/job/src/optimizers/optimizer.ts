import * as z from "zod";
import { nameOrOptions, typeMessage, typesOf } from "../structures.js";
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

const optimizerOptionsSchema = z.discriminatedUnion("type", optimizerSchemas, {
  error: typeMessage(optimizerTypes),
});

/** An optimizer with all defaults filled in, told apart by `type`. */
export type OptimizerSpec = z.output<typeof optimizerOptionsSchema>;

/** An optimizer by name, or with options; gives the options. */
export const optimizerSchema = nameOrOptions(
  { what: "an optimizer", names: optimizerTypes },
  optimizerOptionsSchema,
).describe("The optimizer: its name, or { type, ...options }.");
