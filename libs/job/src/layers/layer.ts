import * as z from "zod";
import { typeMessage } from "../structures.js";
import { denseSchema } from "./dense.js";
import { simpleRnnSchema } from "./simple-rnn.js";

/** Every layer that a job may name: a further one is a file beside this one and an entry here. */
const layerSchemas = [simpleRnnSchema, denseSchema] as const;

/** Names of the layers, as `type` has them. */
export const layerTypes = layerSchemas.map((schema) => schema.shape.type.value);

export const layerSchema = z.discriminatedUnion("type", layerSchemas, { error: typeMessage(layerTypes) });

/** A layer's options with all defaults filled in, told apart by `type`. */
export type LayerSpec = z.output<typeof layerSchema>;
