import * as z from "zod";
import { choice, choiceMessage, expected } from "../fields.js";
import { typeMessage } from "../structures.js";
import { binaryCrossentropySchema } from "./binary-crossentropy.js";

/** Every loss that a job may name: a further one is a file beside this one and an entry here. */
const lossSchemas = [binaryCrossentropySchema] as const;

export const lossTypes = [binaryCrossentropySchema.shape.type.value] as const;

const lossOptionsSchema = z.discriminatedUnion("type", lossSchemas, { error: typeMessage(lossTypes) });

/** A loss with all defaults filled in, told apart by `type`. */
export type LossSpec = z.output<typeof lossOptionsSchema>;

/** A loss by name, or with options; gives the options. */
export const lossSchema = z
  .union([choice(lossTypes), lossOptionsSchema], {
    error: (issue) =>
      typeof issue.input === "string"
        ? choiceMessage(lossTypes, issue.input)
        : expected("a loss's name, or a mapping with its type and options")(issue),
  })
  .transform((loss): LossSpec => (typeof loss === "string" ? lossOptionsSchema.parse({ type: loss }) : loss))
  .describe("The loss: its name, or { type, ...options }.");
