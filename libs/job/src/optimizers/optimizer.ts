import * as z from "zod";
import { choice, choiceMessage, expected } from "../fields.js";
import { typeMessage } from "../structures.js";
import { adamSchema } from "./adam.js";

/** Every optimizer that a job may name: a further one is a file beside this one and an entry here. */
const optimizerSchemas = [adamSchema] as const;

export const optimizerTypes = [adamSchema.shape.type.value] as const;

const optimizerOptionsSchema = z.discriminatedUnion("type", optimizerSchemas, {
  error: typeMessage(optimizerTypes),
});

/** An optimizer with all defaults filled in, told apart by `type`. */
export type OptimizerSpec = z.output<typeof optimizerOptionsSchema>;

/** An optimizer by name, or with options; gives the options. */
export const optimizerSchema = z
  .union([choice(optimizerTypes), optimizerOptionsSchema], {
    error: (issue) =>
      typeof issue.input === "string"
        ? choiceMessage(optimizerTypes, issue.input)
        : expected("an optimizer's name, or a mapping with its type and options")(issue),
  })
  .transform((optimizer): OptimizerSpec =>
    typeof optimizer === "string" ? optimizerOptionsSchema.parse({ type: optimizer }) : optimizer,
  )
  .describe("The optimizer: its name, or { type, ...options }.");
