import { readsTokens, type LayerPlan, type ModelPlan } from "@lockstep/model";

/** Layers that fix the number of time steps: elsewhere it is left open, as recurrent layers take any. */
const fixTimeSteps = new Set(["Flatten", "Reshape"]);

export interface BatchShapeOptions {
  /** Sequences of a batch, which Keras wants to know of stateful models. */
  readonly batchSize: number;
}

/** `[layer, call, output]` of what makes a value. */
export function history(plan: ModelPlan, value: number): [string, number, number] {
  const input = plan.inputs[value];
  if (input) return [input.name, 0, 0];
  const layer = plan.layers.find(({ outputs }) => outputs.includes(value));
  if (!layer) throw new RangeError(`value ${value}: expected one that a layer makes`);
  return [layer.name, 0, layer.outputs.indexOf(value)];
}

/** Shape of an input with the batch's axis. Token ids, which are planned as one feature a time step, have no axis of features in Keras. */
export function inputShape(plan: ModelPlan, index: number, options: BatchShapeOptions): (number | null)[] {
  const shape = valueShape(plan, index, options);
  return readsTokens(plan, index) ? shape.slice(0, 2) : shape;
}

/** Shape of a value with the batch's axis; axes whose length is open are null. */
export function valueShape(
  plan: ModelPlan,
  value: number,
  { batchSize }: BatchShapeOptions,
): (number | null)[] {
  const { shape = [], timed = false } = plan.values[value] ?? {};
  const isOpen = timed && !plan.layers.some(({ spec }) => fixTimeSteps.has(spec.type));
  const [first, ...rest] = shape;
  return [
    plan.layers.some(isStateful) ? batchSize : null,
    ...(first === undefined ? [] : [isOpen ? null : first]),
    ...rest,
  ];
}

/** A model that was trained by segments carries states too, but takes any number of sequences. */
function isStateful({ spec, inner }: LayerPlan): boolean {
  return ("stateful" in spec && spec.stateful) || inner.some(isStateful);
}
