import { ModelError } from "./model-error.js";
import type { GraphNode } from "./model-graph.js";
import type { Shape, ValuePlan } from "./model-plan.js";
import type { ValueReference } from "./reference.js";

/** The values of a model, numbered as they come: inputs, then what each layer gives. */
export class ValueTable {
  readonly all: ValuePlan[];
  /** Indices of what a layer gives, by the layer's index in the model. */
  private readonly outputs = new Map<number, readonly number[]>();
  private readonly names = new Map<number, string>();

  constructor(inputShapes: readonly Shape[]) {
    this.all = inputShapes.map(valueOf);
  }

  /** Adds what a layer gives; returns the indices. */
  add({ index, layer }: GraphNode, shapes: readonly Shape[]): number[] {
    const first = this.all.length;
    this.all.push(...shapes.map(valueOf));
    const indices = shapes.map((_, place) => first + place);
    this.outputs.set(index, indices);
    this.names.set(index, `${layer.spec.type} ${layer.name}`);
    return indices;
  }

  at(index: number): ValuePlan {
    const value = this.all[index];
    if (value === undefined)
      throw new RangeError(`values: expected less than ${this.all.length}, got ${index}`);
    return value;
  }

  /**
   * Index of the value that a reference means.
   * @param path of the reference in the job
   * @throws ModelError where the layer does not give so many
   */
  indexOf(reference: ValueReference, path: string): number {
    if (reference.from === "input") return reference.index;
    const outputs = this.outputs.get(reference.index) ?? [];
    const index = outputs[reference.output];
    if (index !== undefined) return index;
    const name = this.names.get(reference.index) ?? "";
    const message = `expected an output from 0 to ${outputs.length - 1} of ${name}, got ${reference.output}`;
    throw new ModelError(path, `${message} (states are given with returnState)`);
  }
}

/** Values have one axis, features, or two: time comes first. */
function valueOf(shape: Shape): ValuePlan {
  return { shape, timed: shape.length === 2 };
}
