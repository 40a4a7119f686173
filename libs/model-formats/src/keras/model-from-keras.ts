import { FormatError } from "../format-error.js";
import { graphFromKeras } from "./graph-from-keras.js";
import { isObject, kerasObject, listAt, textAt } from "./keras-object.js";
import { layerFromKeras, type WrittenLayer } from "./layer-from-keras.js";

/** An input of a Keras model; time steps that it leaves open are null. */
export interface KerasInput {
  readonly name: string;
  /** Of one sequence. */
  readonly shape: readonly (number | null)[];
}

/** The `model` section of a job as a Keras config says it, not checked yet. */
export interface WrittenModel {
  /** Absent where the model has one input and its layers are a chain. */
  readonly inputs?: readonly { readonly name: string }[];
  readonly layers: readonly WrittenLayer[];
  readonly output?: string;
}

/** A model's config in the words of a job file. */
export interface ModelFromKeras {
  readonly model: WrittenModel;
  readonly inputs: readonly KerasInput[];
  /** Class names of the layers that have weights or may have, in the order in which Keras numbers them in its files. */
  readonly layerOrder: readonly { readonly className: string; readonly name: string }[];
}

/**
 * Reads what `model.to_json()` and `config.json` hold.
 * @param config parsed JSON
 * @throws FormatError that names the part that is damaged or that Lockstep has not
 */
export function modelFromKeras(config: unknown): ModelFromKeras {
  const model = kerasObject(config, "config");
  const layers = listAt(model.config.layers, "config.layers");
  switch (model.className) {
    case "Sequential":
      return chainFromKeras(layers, isObject(config) ? config.build_config : undefined);
    case "Functional":
    case "Model":
      return graphFromKeras(model.config, layers);
    default:
      throw new FormatError(
        "FORMAT_UNSUPPORTED",
        `config.class_name: expected Sequential or Functional, got ${model.className}`,
      );
  }
}

function chainFromKeras(layers: readonly unknown[], buildConfig: unknown): ModelFromKeras {
  const places = layers.map((layer, index) => ({ layer, place: `config.layers[${index}]` }));
  const input = places.find(({ layer, place }) => kerasObject(layer, place).className === "InputLayer");
  const built = isObject(buildConfig) ? buildConfig.input_shape : undefined;
  const shape = input
    ? inputLayerShape(input.layer, input.place)
    : shapeWithoutBatch(built, "config.build_config.input_shape");
  const written = places
    .filter((place) => place !== input)
    .map(({ layer, place }) => layerFromKeras(layer, place));
  return {
    model: { layers: written },
    inputs: [{ name: "input", shape }],
    layerOrder: written.map((layer) => ({ className: layer.type, name: String(layer.name) })),
  };
}

/** An InputLayer. */
export function kerasInput(layer: unknown, place: string): KerasInput {
  const name = textAt(kerasObject(layer, place).config.name, `${place}.config.name`);
  return { name, shape: inputLayerShape(layer, place) };
}

function inputLayerShape(layer: unknown, place: string): (number | null)[] {
  const { config } = kerasObject(layer, place);
  return shapeWithoutBatch(config.batch_shape ?? config.batch_input_shape, `${place}.config.batch_shape`);
}

function shapeWithoutBatch(value: unknown, place: string): (number | null)[] {
  const axes = listAt(value, place).slice(1);
  const isAxis = (axis: unknown): axis is number | null =>
    axis === null || (Number.isSafeInteger(axis) && (axis as number) > 0);
  if (axes.every(isAxis) && axes.length > 0) return axes;
  throw new FormatError(
    "FORMAT_INVALID",
    `${place}: expected a batch axis and at least one more of at least 1 or null, got ${JSON.stringify(value)}`,
  );
}
