import type { LayerPlan, ModelPlan } from "@lockstep/model";

/**
 * Names of a plan's layers in the order in which Keras numbers them when it loads the model: by their distance from the
 * output, the farthest first, and among equals as a walk from the output meets them.
 * Source: keras/src/ops/function.py, `map_graph`.
 */
export function kerasLayerOrder(plan: ModelPlan): string[] {
  const { met, finished } = walk(plan);
  const depths = depthsOf(plan, finished);
  const place = new Map(met.map((layer, index) => [layer, index]));
  return [...met]
    .sort((a, b) => (depths.get(b) ?? 0) - (depths.get(a) ?? 0) || (place.get(a) ?? 0) - (place.get(b) ?? 0))
    .map(({ name }) => name);
}

/** Whether each layer works on the output of the one before it and on nothing else. */
export function isChain(plan: ModelPlan): boolean {
  let value = 0;
  for (const layer of plan.layers) {
    const [input, ...others] = [...layer.inputs, ...layer.initialStates];
    if (input !== value || others.length > 0) return false;
    value = layer.outputs[0] ?? NaN;
  }
  return plan.inputs.length === 1 && plan.output === value;
}

/** The layers that make the values that a layer works on; model inputs are made by none. */
function parents(plan: ModelPlan, layer: LayerPlan): LayerPlan[] {
  return [...layer.inputs, ...layer.initialStates].flatMap((value) => maker(plan, value) ?? []);
}

function maker(plan: ModelPlan, value: number): LayerPlan | undefined {
  return plan.layers.find(({ outputs }) => outputs.includes(value));
}

/** Depth first from the output: layers as they are met, and as they are finished (after all that they need). */
function walk(plan: ModelPlan): { met: LayerPlan[]; finished: LayerPlan[] } {
  const met: LayerPlan[] = [];
  const finished: LayerPlan[] = [];
  const visit = (layer: LayerPlan): void => {
    if (met.includes(layer)) return;
    met.push(layer);
    parents(plan, layer).forEach(visit);
    finished.push(layer);
  };
  const last = maker(plan, plan.output);
  if (last) visit(last);
  return { met, finished };
}

function depthsOf(plan: ModelPlan, finished: readonly LayerPlan[]): Map<LayerPlan, number> {
  const depths = new Map<LayerPlan, number>();
  for (const layer of [...finished].reverse()) {
    const depth = depths.get(layer) ?? 0;
    depths.set(layer, depth);
    for (const parent of parents(plan, layer)) {
      depths.set(parent, Math.max(depth + 1, depths.get(parent) ?? 0));
    }
  }
  return depths;
}
