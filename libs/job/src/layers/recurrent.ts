import * as z from "zod";
import { typeMessage, typesOf } from "../structures.js";
import { gruSchema } from "./gru.js";
import { lstmSchema } from "./lstm.js";
import { simpleRnnSchema } from "./simple-rnn.js";

/** Recurrent layers of one cell, which a Bidirectional may hold. */
const recurrentSchemas = [simpleRnnSchema, lstmSchema, gruSchema] as const;

/** Types of recurrent layers of one cell. */
export const recurrentTypes = typesOf(recurrentSchemas);

export const recurrentSchema = z.discriminatedUnion("type", recurrentSchemas, {
  error: typeMessage(recurrentTypes),
});

/** A recurrent layer of one cell with all defaults filled in. */
export type RecurrentSpec = z.output<typeof recurrentSchema>;
