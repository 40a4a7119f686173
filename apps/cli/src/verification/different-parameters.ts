import type { ParameterPlan } from "@lockstep/model";

/** A weight that two accounts of a step hold differently. */
export interface DifferentParameter {
  readonly layer: string;
  readonly name: string;
  /** Values that differ, of all. */
  readonly count: number;
  readonly size: number;
  /** The first of them, within the weight. */
  readonly first: { readonly index: number; readonly values: readonly [number, number] };
}

/** Flat parameters compared weight by weight. */
export function differentParameters(
  parameters: readonly ParameterPlan[],
  one: Float32Array,
  other: Float32Array,
): DifferentParameter[] {
  return parameters.flatMap(({ layer, name, offset, size }) => {
    const a = one.subarray(offset, offset + size);
    const b = other.subarray(offset, offset + size);
    const index = a.findIndex((value, place) => !Object.is(value, b[place]));
    if (index < 0) return [];
    const values = [a[index] as number, b[index] as number] as const;
    return [{ layer, name, count: differences(a, b), size, first: { index, values } }];
  });
}

function differences(a: Float32Array, b: Float32Array): number {
  return a.reduce((count, value, place) => (Object.is(value, b[place]) ? count : count + 1), 0);
}
