import { UnsupportedModelError } from "@lockstep/backend";
import type { LayerSpec } from "@lockstep/job";
import type { LayerPlan } from "@lockstep/model";
import { activationWriter } from "../layers/activation.js";
import { bidirectionalWriter } from "../layers/bidirectional.js";
import { concatenateWriter } from "../layers/concatenate.js";
import { conv1dWriter } from "../layers/conv1d.js";
import { denseWriter } from "../layers/dense.js";
import { dropoutWriter } from "../layers/dropout.js";
import { embeddingWriter } from "../layers/embedding.js";
import { globalAveragePooling1dWriter, globalMaxPooling1dWriter } from "../layers/global-pooling.js";
import { layerNormalizationWriter } from "../layers/layer-normalization.js";
import { maskingWriter } from "../layers/masking.js";
import { mergeWriter } from "../layers/merge.js";
import { averagePooling1dWriter, maxPooling1dWriter } from "../layers/pooling.js";
import { recurrentWriter } from "../layers/recurrent.js";
import { repeatVectorWriter } from "../layers/repeat-vector.js";
import { reshapeWriter } from "../layers/reshape.js";
import { rnnWriter } from "../layers/rnn.js";
import { timeDistributedWriter } from "../layers/time-distributed.js";
import type { LayerWriter } from "./layer-writer.js";

type WriterOf<Type extends LayerSpec["type"]> = LayerWriter<Extract<LayerSpec, { type: Type }>>;

/** Every layer by Keras's name. A further layer is one more file in src/layers and core/layers, and a line in each list. */
const layerWriters: { readonly [Type in LayerSpec["type"]]?: WriterOf<Type> } = {
  SimpleRNN: recurrentWriter,
  LSTM: recurrentWriter,
  GRU: recurrentWriter,
  Dense: denseWriter,
  Bidirectional: bidirectionalWriter,
  RNN: rnnWriter,
  TimeDistributed: timeDistributedWriter,
  Activation: activationWriter,
  Dropout: dropoutWriter,
  SpatialDropout1D: dropoutWriter,
  LayerNormalization: layerNormalizationWriter,
  Embedding: embeddingWriter,
  Masking: maskingWriter,
  Flatten: reshapeWriter,
  Reshape: reshapeWriter,
  RepeatVector: repeatVectorWriter,
  GlobalAveragePooling1D: globalAveragePooling1dWriter,
  GlobalMaxPooling1D: globalMaxPooling1dWriter,
  AveragePooling1D: averagePooling1dWriter,
  MaxPooling1D: maxPooling1dWriter,
  Conv1D: conv1dWriter,
  Concatenate: concatenateWriter,
  Add: mergeWriter,
  Subtract: mergeWriter,
  Multiply: mergeWriter,
  Average: mergeWriter,
  Maximum: mergeWriter,
  Minimum: mergeWriter,
};

/** @throws UnsupportedModelError where this backend has no such layer */
export function layerWriterOf({ name, spec }: LayerPlan): LayerWriter {
  const writer = Object.hasOwn(layerWriters, spec.type) ? layerWriters[spec.type] : undefined;
  if (writer === undefined) {
    const known = Object.keys(layerWriters).join(", ");
    throw new UnsupportedModelError(name, `type: expected one of ${known}, got ${spec.type}`);
  }
  return writer;
}
