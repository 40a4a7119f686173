import type { LayerSpec } from "@lockstep/job";
import type { FlatLayout } from "./flat-layout.js";
import type { LayerShapes } from "./layers/layer-shapes.js";
import type { LayerPlan, Shape } from "./model-plan.js";
import type { NamedLayer } from "./named-layers.js";
import { checkWeight } from "./weight-checks.js";

/** What surrounds a layer: indices of values, and the shape of the first that it works on. */
export interface Surroundings {
  readonly inputs: readonly number[];
  readonly initialStates: readonly number[];
  readonly outputs: readonly number[];
  readonly inputShape: Shape;
  /** Every recurrent layer carries its states, not only stateful ones. */
  readonly carryStates: boolean;
}

/**
 * A layer with its parameters and states laid out, those of the layers inside it after its own.
 * @throws LayerMisfit
 */
export function planLayer(
  layer: NamedLayer,
  shapes: LayerShapes,
  around: Surroundings,
  layout: FlatLayout,
): LayerPlan {
  shapes.weights.forEach(checkWeight);
  const own = layout.parameters(layer, shapes.weights);
  const inner = planInner(layer, shapes, around, layout);
  const isCell = shapes.inner.length === 0;
  const carries = around.carryStates || isStateful(layer.spec);
  const { name, path, ordinal, spec } = layer;
  const { inputs, initialStates, outputs, inputShape } = around;
  return {
    name,
    path,
    ordinal,
    spec,
    inputs,
    initialStates,
    outputs,
    inputShape,
    outputShape: shapes.outputs[0] ?? [],
    parameters: [...own, ...inner.flatMap(({ parameters }) => parameters)],
    states: isCell
      ? layout.states(layer, carries ? shapes.stateUnits : [])
      : inner.flatMap(({ states }) => states),
    inner,
  };
}

/** Each of the layers inside starts from its part of the initial states. */
function planInner(
  layer: NamedLayer,
  shapes: LayerShapes,
  around: Surroundings,
  layout: FlatLayout,
): LayerPlan[] {
  let taken = 0;
  return shapes.inner.flatMap((inner, index) => {
    const named = layer.inner[index];
    if (named === undefined) return [];
    const initialStates = around.initialStates.slice(taken, taken + inner.stateUnits.length);
    taken += inner.stateUnits.length;
    return planLayer(
      named,
      inner,
      { ...around, initialStates, outputs: [], inputShape: inner.inputShape },
      layout,
    );
  });
}

function isStateful(spec: LayerSpec): boolean {
  return "stateful" in spec && spec.stateful;
}
