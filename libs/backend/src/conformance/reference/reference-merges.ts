import type { LayerSpec } from "@lockstep/job";
import { zip, type ReferenceValue, type Vector } from "./reference-value.js";

/** Layers that make one value of several; undefined for any other layer. */
export function referenceMerge(
  spec: LayerSpec,
  inputs: readonly ReferenceValue[],
): ReferenceValue | undefined {
  switch (spec.type) {
    case "Add":
      return elementwise(inputs, (a, b) => a + b);
    case "Subtract":
      return elementwise(inputs, (a, b) => a - b);
    case "Multiply":
      return elementwise(inputs, (a, b) => a * b);
    case "Average": {
      const sum = elementwise(inputs, (a, b) => a + b);
      return { ...sum, steps: sum.steps.map((step) => step.map((value) => value / inputs.length)) };
    }
    case "Maximum":
      return elementwise(inputs, Math.max);
    case "Minimum":
      return elementwise(inputs, Math.min);
    case "Concatenate":
      return spec.axis === 1 && inputs[0]?.timed === true ? inTime(inputs) : inFeatures(inputs);
    default:
      return undefined;
  }
}

/** A mask only where every input has one: what any of them uses. */
function elementwise(inputs: readonly ReferenceValue[], f: (a: number, b: number) => number): ReferenceValue {
  return inputs.reduce((a, b) => ({
    steps: a.steps.map((step, i) => zip(step, b.steps[i] ?? [], (x, y) => f(x, y))),
    timed: a.timed,
    ...(a.mask && b.mask && { mask: a.mask.map((use, i) => use || (b.mask?.[i] ?? true)) }),
  }));
}

/** A mask where any input has one; inputs without count everywhere. */
function inFeatures(inputs: readonly ReferenceValue[]): ReferenceValue {
  const used = (input: ReferenceValue, i: number) => input.mask?.[i] ?? true;
  return inputs.reduce((a, b) => ({
    steps: a.steps.map((step, i): Vector => [...step, ...(b.steps[i] ?? [])]),
    timed: a.timed,
    ...((a.mask ?? b.mask) && { mask: a.steps.map((_, i) => used(a, i) || used(b, i)) }),
  }));
}

function inTime(inputs: readonly ReferenceValue[]): ReferenceValue {
  const masked = inputs.some(({ mask }) => mask !== undefined);
  return {
    steps: inputs.flatMap(({ steps }) => steps),
    timed: true,
    ...(masked && { mask: inputs.flatMap(({ steps, mask }) => mask ?? steps.map(() => true)) }),
  };
}
