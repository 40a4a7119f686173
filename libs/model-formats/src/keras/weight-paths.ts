import { kerasSnakeCase, type LayerPlan, type ModelPlan, type ParameterPlan } from "@lockstep/model";

/** A weight and where Keras's HDF5 files have it. */
export interface PlacedWeight {
  readonly parameter: ParameterPlan;
  /** Such as `layers/lstm/cell/vars/0`. */
  readonly path: string;
}

/** The group of one layer: `vars` beneath it carries its name and weights. */
export interface LayerGroup {
  readonly layer: LayerPlan;
  /** Such as `layers/lstm`. */
  readonly path: string;
}

/**
 * The groups of a model's layers. Keras does not go by their names but by their classes, numbered in its order of
 * layers: `dense`, `dense_1`.
 * @param order names of the plan's layers in Keras's order
 * Source: keras/src/saving/saving_lib.py, `_save_container_state`.
 */
export function layerGroups(plan: ModelPlan, order: readonly string[]): LayerGroup[] {
  const unique = uniqueNames();
  return order.flatMap((name) => {
    const layer = plan.layers.find((each) => each.name === name);
    return layer ? [{ layer, path: `layers/${unique(kerasSnakeCase(layer.spec.type))}` }] : [];
  });
}

/** The weights of a group's layer, those of layers inside included. */
export function weightsOf({ layer, path }: LayerGroup): PlacedWeight[] {
  switch (layer.spec.type) {
    case "SimpleRNN":
    case "LSTM":
    case "GRU":
      return variables(layer, `${path}/cell`);
    case "Bidirectional":
      return inner(layer, [`${path}/forward_layer`, `${path}/backward_layer`]);
    case "TimeDistributed":
      return inner(layer, [`${path}/layer`]);
    case "RNN":
      return cells(layer, cellPaths(layer, path));
    default:
      return variables(layer, path);
  }
}

/** One cell is the layer's own; several are those of a StackedRNNCells. */
function cellPaths({ inner: cells }: LayerPlan, path: string): string[] {
  if (cells.length === 1) return [`${path}/cell`];
  const unique = uniqueNames();
  return cells.map(({ spec }) => `${path}/cell/cells/${unique(kerasSnakeCase(`${spec.type}Cell`))}`);
}

function inner(layer: LayerPlan, paths: readonly string[]): PlacedWeight[] {
  return layer.inner.flatMap((each, index) => weightsOf({ layer: each, path: paths[index] ?? "" }));
}

function cells(layer: LayerPlan, paths: readonly string[]): PlacedWeight[] {
  return layer.inner.flatMap((cell, index) => variables(cell, paths[index] ?? ""));
}

function variables({ parameters }: LayerPlan, path: string): PlacedWeight[] {
  return parameters.map((parameter, index) => ({ parameter, path: `${path}/vars/${index}` }));
}

/** `dense`, `dense_1`, `dense_2`. */
function uniqueNames(): (name: string) => string {
  const used = new Map<string, number>();
  return (name) => {
    const count = used.get(name) ?? 0;
    used.set(name, count + 1);
    return count === 0 ? name : `${name}_${count}`;
  };
}
