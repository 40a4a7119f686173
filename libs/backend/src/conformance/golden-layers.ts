import { layerOptions, type GoldenCase } from "@lockstep/golden-cases";
import { planModel, type ModelPlan } from "@lockstep/model";
import type { MicroBatch } from "../gradient-backend.js";
import { modelSpec, type LayerOptions } from "./model-spec.js";

/** A golden layer case as a model whose output shows all that the case has: the layer's output, then its states. */
export interface GoldenLayers {
  readonly plan: ModelPlan;
  readonly parameters: Float32Array;
  readonly batch: MicroBatch;
}

/** The layers of a case, with inputs for initial states, and a vector of output and states where states are returned. */
export function goldenLayers(golden: GoldenCase): GoldenLayers {
  const initial = golden.numbered("initialState");
  const states = golden.numbered("stateCotangent");
  const rows = golden.shape("x")[0] ?? 0;
  const inputs = initial.map((_, i) => ({ name: `state_${i}` }));
  const layers = layerOptions(golden.layers ?? []).map((layer) => ({
    ...layer,
    ...(inputs.length > 0 && { initialState: inputs.map(({ name }) => name) }),
  }));
  const shapes = [golden.shape("x").slice(1), ...initial.map((values) => [values.length / rows])];
  const plan = planModel(
    modelSpec({
      inputs: [{ name: "input" }, ...inputs],
      layers: states.length > 0 ? [...layers, ...joined(layers.at(-1), states.length)] : layers,
    }),
    shapes,
  );
  const x = golden.float32("x");
  const mask = golden.tensors.has("mask") ? { mask: golden.float32("mask") } : {};
  const y = joinRows([golden.float32("cotangent"), ...states], rows);
  return {
    plan,
    parameters: goldenParameters(golden, plan),
    batch: { rows, inputs: [x, ...initial], y, ...mask },
  };
}

/** The parameters before a case's step, in the plan's places. */
export function goldenParameters(golden: GoldenCase, plan: ModelPlan): Float32Array {
  const parameters = new Float32Array(plan.parameterCount);
  for (const { layer, name, offset } of plan.parameters) {
    parameters.set(golden.float32(`parameters.before/${layer}/${name}`), offset);
  }
  return parameters;
}

/** Layers that put the output and the states of a layer side by side. */
function joined(layer: LayerOptions | undefined, states: number): LayerOptions[] {
  const name = String(layer?.name);
  const references = Array.from({ length: states }, (_, i) => `${name}:${i + 1}`);
  return [
    { type: "Flatten", name: "flat", inputs: [name] },
    { type: "Concatenate", name: "joined", inputs: ["flat", ...references] },
  ];
}

/** Arrays of (B, ...) each, row by row side by side. */
export function joinRows(arrays: readonly Float32Array[], rows: number): Float32Array {
  const [only, ...others] = arrays;
  if (only !== undefined && others.length === 0) return only;
  return Float32Array.from(
    Array.from({ length: rows }, (_, row) =>
      arrays.flatMap((values) => {
        const size = values.length / rows;
        return [...values.subarray(row * size, (row + 1) * size)];
      }),
    ).flat(),
  );
}

/** The way back: cuts (B, ...) into arrays of these sizes a row. */
export function splitRows<Values extends Float32Array | Float64Array>(
  values: Values,
  sizes: readonly number[],
): readonly Values[] {
  const width = sizes.reduce((sum, size) => sum + size, 0);
  let start = 0;
  return sizes.map((size) => {
    const [from, to] = [start, start + size];
    start = to;
    return values.filter((_, i) => i % width >= from && i % width < to) as Values;
  });
}
