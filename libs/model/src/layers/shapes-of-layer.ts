import type { Shape } from "../model-plan.js";
import type { NamedLayer } from "../named-layers.js";
import { bidirectionalShapes } from "./bidirectional.js";
import { conv1dShapes } from "./conv-1d.js";
import { denseShapes } from "./dense.js";
import { embeddingShapes } from "./embedding.js";
import { flattenShapes } from "./flatten.js";
import { gruShapes } from "./gru.js";
import { layerNormalizationShapes } from "./layer-normalization.js";
import { LayerMisfit, plainShapes, sequenceShape, showShape } from "./layer-shapes.js";
import type { LayerShapes } from "./layer-shapes.js";
import { lstmShapes } from "./lstm.js";
import { concatenateShapes, mergeShapes } from "./merge.js";
import { globalPooling1dShapes, pooling1dShapes } from "./pooling-1d.js";
import { repeatVectorShapes } from "./repeat-vector.js";
import { reshapeShapes } from "./reshape.js";
import { rnnShapes } from "./rnn.js";
import { simpleRnnShapes } from "./simple-rnn.js";
import { timeDistributedShapes } from "./time-distributed.js";

/** Most axes of a value, for each sequence: time and features. */
const maxRank = 2;

/**
 * Shapes of any layer: a further one is a file beside this one and a case here.
 * @throws LayerMisfit where the layer cannot take its inputs
 */
export function shapesOfLayer(layer: NamedLayer, inputShapes: readonly Shape[]): LayerShapes {
  const shapes = shapesByType(layer, inputShapes);
  const large = shapes.outputs.find((shape) => shape.length > maxRank);
  if (large === undefined) return shapes;
  throw new LayerMisfit(
    `expected to give (timeSteps, features) or (features): values of more axes are not supported, got ${showShape(large)}`,
  );
}

function shapesByType({ spec, inner }: NamedLayer, inputShapes: readonly Shape[]): LayerShapes {
  const [inputShape = []] = inputShapes;
  const shapesOfInner = (index: number, shape: Shape) => shapesOfLayer(layerAt(inner, index), [shape]);
  switch (spec.type) {
    case "SimpleRNN":
      return simpleRnnShapes(spec, inputShape);
    case "LSTM":
      return lstmShapes(spec, inputShape);
    case "GRU":
      return gruShapes(spec, inputShape);
    case "Bidirectional":
      return bidirectionalShapes(
        spec,
        inputShape,
        inner.map((_, index) => shapesOfInner(index, inputShape)),
      );
    case "RNN":
      return rnnShapes(spec, inputShape, shapesOfInner);
    case "TimeDistributed":
      return timeDistributedShapes(inputShape, (shape) => shapesOfInner(0, shape));
    case "Dense":
      return denseShapes(spec, inputShape);
    case "Embedding":
      return embeddingShapes(spec, inputShape);
    case "LayerNormalization":
      return layerNormalizationShapes(spec, inputShape);
    case "Conv1D":
      return conv1dShapes(spec, inputShape);
    case "MaxPooling1D":
    case "AveragePooling1D":
      return pooling1dShapes(spec, inputShape);
    case "GlobalMaxPooling1D":
    case "GlobalAveragePooling1D":
      return globalPooling1dShapes(spec, inputShape);
    case "Flatten":
      return flattenShapes(inputShape);
    case "Reshape":
      return reshapeShapes(spec, inputShape);
    case "RepeatVector":
      return repeatVectorShapes(spec, inputShape);
    case "Masking":
    case "SpatialDropout1D":
      sequenceShape(inputShape);
      return plainShapes(inputShape);
    case "Dropout":
    case "Activation":
      return plainShapes(inputShape);
    case "Concatenate":
      return concatenateShapes(spec, inputShapes);
    case "Add":
    case "Subtract":
    case "Multiply":
    case "Average":
    case "Maximum":
    case "Minimum":
      return mergeShapes(inputShapes);
  }
}

function layerAt(layers: readonly NamedLayer[], index: number): NamedLayer {
  const layer = layers[index];
  if (layer === undefined)
    throw new RangeError(`layers inside: expected more than ${index}, got ${layers.length}`);
  return layer;
}
