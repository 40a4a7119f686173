import type { BidirectionalSpec, LayerSpec, RnnSpec } from "@lockstep/job";
import { KerasNames } from "./keras-names.js";
import { layerOfCell } from "./layers/layer-of-cell.js";

/** A layer with its name, its place among all layers, and the layers inside it. */
export interface NamedLayer<Spec extends LayerSpec = LayerSpec> {
  readonly name: string;
  /** Name with those of the wrappers around it: `bidirectional/forward_lstm`. */
  readonly path: string;
  /** Number of the layer in the model, wrappers before what is inside them. */
  readonly ordinal: number;
  /** Whether updates change its weights: not where it, or a wrapper around it, says otherwise. */
  readonly trainable: boolean;
  readonly spec: Spec;
  readonly inner: readonly NamedLayer[];
}

/** A layer inside a wrapper, before it has its place. */
interface InnerLayer {
  readonly name: string;
  readonly spec: LayerSpec;
  readonly inner: readonly InnerLayer[];
}

/** Names all layers as Keras does, those inside wrappers too. */
export function nameLayers(layers: readonly LayerSpec[]): NamedLayer[] {
  const names = new KerasNames();
  let ordinal = 0;
  const place = (
    { name, spec, inner }: InnerLayer,
    around?: Pick<NamedLayer, "path" | "trainable">,
  ): NamedLayer => {
    const path = around === undefined ? name : `${around.path}/${name}`;
    const trainable = spec.trainable && around?.trainable !== false;
    const own = { name, path, ordinal, trainable, spec };
    ordinal += 1;
    return { ...own, inner: inner.map((layer) => place(layer, own)) };
  };
  return layers.map((spec) => place(nameLayer(spec, names)));
}

/** Keras constructs what is inside before the wrapper around it, and numbers names in that order. */
function nameLayer(spec: LayerSpec, names: KerasNames): InnerLayer {
  const inner = nameInner(spec, names);
  return { name: names.next(spec), spec, inner };
}

function nameInner(spec: LayerSpec, names: KerasNames): InnerLayer[] {
  switch (spec.type) {
    case "Bidirectional":
      return nameDirections(spec, names);
    case "TimeDistributed":
      return [nameLayer(spec.layer, names)];
    case "RNN":
      return nameCells(spec, names);
    default:
      return [];
  }
}

/**
 * Both directions as Keras makes them: the backward layer keeps a name of its own only where it is given itself, and
 * masked outputs are zeros where every time step is given.
 */
function nameDirections({ layer, backwardLayer }: BidirectionalSpec, names: KerasNames): InnerLayer[] {
  const name = names.next(layer);
  const backward =
    backwardLayer === undefined
      ? { name: prefixed("backward_", name), spec: { ...layer, goBackwards: true } }
      : { name: names.next(backwardLayer), spec: backwardLayer };
  return [{ name: prefixed("forward_", name), spec: layer }, backward].map((direction) => ({
    name: direction.name,
    spec: { ...direction.spec, zeroOutputForMask: direction.spec.returnSequences },
    inner: [],
  }));
}

/** Keras puts the prefix once. */
function prefixed(prefix: string, name: string): string {
  return name.startsWith(prefix) ? name : prefix + name;
}

function nameCells(spec: RnnSpec, names: KerasNames): InnerLayer[] {
  return spec.cells.map((cell, index) => ({
    name: names.next(cell),
    spec: layerOfCell(spec, index),
    inner: [],
  }));
}
