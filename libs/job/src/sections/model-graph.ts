import type * as z from "zod";
import { suggestion } from "../nearest-name.js";
import type { BidirectionalSpec } from "../layers/bidirectional.js";
import type { LayerSpec } from "../layers/layer.js";
import { outputCount, stateCount } from "../layers/output-count.js";

interface Graph {
  readonly layers: readonly LayerSpec[];
  readonly inputs: readonly { readonly name: string }[];
  readonly output?: string;
}

type Path = (string | number)[];
type Refuse = (path: Path, message: string) => void;

/** Checks that names are unique, references lead to inputs or earlier layers, and wrapped layers fit their wrappers. */
export function checkGraph({ layers, inputs, output }: Graph, context: z.core.$RefinementCtx): void {
  const refuse: Refuse = (path, message) => {
    context.addIssue({ code: "custom", path, message });
  };
  const outputsOf = namedInputs(inputs, refuse);
  const later = new Set(layers.flatMap(({ name }) => (name === undefined ? [] : [name])));
  const checkReference = (path: Path, reference: string) => {
    const message = referenceProblem(reference, outputsOf, later);
    if (message !== undefined) refuse(path, message);
  };
  layers.forEach((layer, index) => {
    const path: Path = ["layers", index];
    layer.inputs?.forEach((reference, at) => {
      checkReference([...path, "inputs", at], reference);
    });
    checkInitialState(layer, path, checkReference, refuse);
    checkInside(layer, path, refuse);
    if (layer.name === undefined) return;
    if (outputsOf.has(layer.name))
      refuse([...path, "name"], `expected a name of its own, got "${layer.name}" again`);
    outputsOf.set(layer.name, outputCount(layer));
    later.delete(layer.name);
  });
  if (output !== undefined) checkReference(["output"], output);
}

function namedInputs(inputs: Graph["inputs"], refuse: Refuse): Map<string, number> {
  const outputsOf = new Map<string, number>();
  inputs.forEach(({ name }, index) => {
    if (outputsOf.has(name))
      refuse(["inputs", index, "name"], `expected a name of its own, got "${name}" again`);
    outputsOf.set(name, 1);
  });
  return outputsOf;
}

/** Why a reference cannot be followed. */
function referenceProblem(
  reference: string,
  outputsOf: ReadonlyMap<string, number>,
  later: ReadonlySet<string>,
): string | undefined {
  const [name = "", output = "0"] = reference.split(":");
  const outputs = outputsOf.get(name);
  if (outputs === undefined) {
    return later.has(name)
      ? `expected an input or an earlier layer, got "${reference}", which comes later`
      : `expected the name of an input or of an earlier layer, got "${reference}"${suggestion(name, [...outputsOf.keys()])}`;
  }
  return Number(output) < outputs
    ? undefined
    : `expected an output that "${name}" has (0 to ${outputs - 1}), got "${reference}"`;
}

function checkInitialState(
  layer: LayerSpec,
  path: Path,
  checkReference: (path: Path, reference: string) => void,
  refuse: Refuse,
): void {
  if (!("initialState" in layer)) return;
  const states = stateCount(layer);
  if (layer.initialState.length !== states) {
    refuse(
      [...path, "initialState"],
      `expected ${states} references, one for each state, got ${layer.initialState.length}`,
    );
  }
  layer.initialState.forEach((reference, at) => {
    checkReference([...path, "initialState", at], reference);
  });
}

/** Layers within layers have no place of their own in the graph. */
function checkInside(layer: LayerSpec, path: Path, refuse: Refuse): void {
  if (layer.type === "Bidirectional") {
    refuseReferences(layer.layer, [...path, "layer"], refuse);
    if (layer.backwardLayer === undefined) {
      const isReversed = layer.layer.goBackwards;
      if (isReversed)
        refuse([...path, "layer", "goBackwards"], "expected false unless backwardLayer is given, got true");
    } else {
      refuseReferences(layer.backwardLayer, [...path, "backwardLayer"], refuse);
      checkDirections(layer, layer.backwardLayer, [...path, "backwardLayer"], refuse);
    }
  }
  if (layer.type !== "TimeDistributed") return;
  refuseReferences(layer.layer, [...path, "layer"], refuse);
  checkInside(layer.layer, [...path, "layer"], refuse);
  if (outputCount(layer.layer) > 1) {
    refuse([...path, "layer"], "expected a layer with one output");
  }
}

function refuseReferences(layer: LayerSpec, path: Path, refuse: Refuse): void {
  for (const key of ["inputs", "initialState"] as const) {
    if (key in layer && layer[key as "inputs"] !== undefined) {
      refuse([...path, key], "expected nothing: what is within a layer works on what that layer works on");
    }
  }
}

/** Keras's demands on a backward layer of one's own. */
function checkDirections(
  { layer }: BidirectionalSpec,
  backward: BidirectionalSpec["layer"],
  path: Path,
  refuse: Refuse,
): void {
  if (backward.goBackwards === layer.goBackwards) {
    refuse([...path, "goBackwards"], `expected ${!layer.goBackwards}, the opposite of layer.goBackwards`);
  }
  for (const key of ["returnSequences", "returnState", "stateful"] as const) {
    if (backward[key] !== layer[key]) refuse([...path, key], `expected ${layer[key]}, as layer.${key} is`);
  }
}
