import * as z from "zod";
import { typeMessage, typesOf } from "../structures.js";
import { activationLayerSchema } from "./activation-layer.js";
import { addSchema } from "./add.js";
import { averagePooling1dSchema } from "./average-pooling-1d.js";
import { averageSchema } from "./average.js";
import { bidirectionalSchema } from "./bidirectional.js";
import { concatenateSchema } from "./concatenate.js";
import { conv1dSchema } from "./conv-1d.js";
import { denseSchema } from "./dense.js";
import { dropoutSchema } from "./dropout.js";
import { embeddingSchema } from "./embedding.js";
import { flattenSchema } from "./flatten.js";
import { globalAveragePooling1dSchema } from "./global-average-pooling-1d.js";
import { globalMaxPooling1dSchema } from "./global-max-pooling-1d.js";
import { gruSchema } from "./gru.js";
import { layerNormalizationSchema } from "./layer-normalization.js";
import { lstmSchema } from "./lstm.js";
import { maskingSchema } from "./masking.js";
import { maxPooling1dSchema } from "./max-pooling-1d.js";
import { maximumSchema } from "./maximum.js";
import { minimumSchema } from "./minimum.js";
import { multiplySchema } from "./multiply.js";
import { refusedLayers } from "./refused-layers.js";
import { repeatVectorSchema } from "./repeat-vector.js";
import { reshapeSchema } from "./reshape.js";
import { rnnSchema } from "./rnn.js";
import { simpleRnnSchema } from "./simple-rnn.js";
import { spatialDropout1dSchema } from "./spatial-dropout-1d.js";
import { subtractSchema } from "./subtract.js";
import { timeDistributedSchema } from "./time-distributed.js";

/** Layers that hold no layer of any kind: a further one is a file beside this one and an entry here. */
const plainSchemas = [
  simpleRnnSchema,
  lstmSchema,
  gruSchema,
  bidirectionalSchema,
  rnnSchema,
  denseSchema,
  embeddingSchema,
  maskingSchema,
  dropoutSchema,
  spatialDropout1dSchema,
  layerNormalizationSchema,
  activationLayerSchema,
  flattenSchema,
  reshapeSchema,
  repeatVectorSchema,
  globalAveragePooling1dSchema,
  globalMaxPooling1dSchema,
  averagePooling1dSchema,
  maxPooling1dSchema,
  conv1dSchema,
  concatenateSchema,
  addSchema,
  subtractSchema,
  multiplySchema,
  averageSchema,
  maximumSchema,
  minimumSchema,
] as const;

type PlainLayerSpec = z.output<(typeof plainSchemas)[number]>;
type PlainLayerInput = z.input<(typeof plainSchemas)[number]>;

/** TimeDistributed with all defaults filled in. */
export interface TimeDistributedSpec {
  type: "TimeDistributed";
  name?: string;
  trainable: boolean;
  inputs?: string[];
  layer: LayerSpec;
}

interface TimeDistributedInput {
  type: "TimeDistributed";
  name?: string;
  trainable?: boolean | undefined;
  inputs?: string[];
  layer: LayerInput;
}

/** A layer's options with all defaults filled in, told apart by `type`. */
export type LayerSpec = PlainLayerSpec | TimeDistributedSpec;

/** A layer as it may be written. */
export type LayerInput = PlainLayerInput | TimeDistributedInput;

const layerSchemas = [...plainSchemas, timeDistributedSchema(() => layerSchema)] as const;

/** Names of the layers, as `type` has them. */
export const layerTypes: readonly LayerSpec["type"][] = typesOf(layerSchemas);

export const layerSchema: z.ZodType<LayerSpec, LayerInput> = z
  .discriminatedUnion("type", layerSchemas, { error: typeMessage(layerTypes, refusedLayers) })
  .meta({
    id: "Layer",
    description: "A layer of the model, told apart by its type.",
    refused: refusedLayers,
  });
