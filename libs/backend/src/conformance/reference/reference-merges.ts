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
      return product(inputs);
    case "Average": {
      const sum = elementwise(inputs, (a, b) => a + b);
      return { ...sum, steps: sum.steps.map((step) => step.map((value) => value / inputs.length)) };
    }
    case "Maximum":
      return selection(inputs, Math.max);
    case "Minimum":
      return selection(inputs, Math.min);
    case "Concatenate":
      return spec.axis === 1 && inputs[0]?.timed === true ? inTime(inputs) : inFeatures(inputs);
    default:
      return undefined;
  }
}

/** A mask only where every input has one: what any of them uses. */
function elementwise(inputs: readonly ReferenceValue[], f: (a: number, b: number) => number): ReferenceValue {
  return inputs.reduce((a, b) => ({
    steps: a.steps.map((step, i) => zip(step, b.steps[i] ?? [], f)),
    timed: a.timed,
    ...(a.mask && b.mask && { mask: a.mask.map((use, i) => use || (b.mask?.[i] ?? true)) }),
  }));
}

/** Keras takes masked values as 1, and makes the product 0 where the product itself is masked. */
function product(inputs: readonly ReferenceValue[]): ReferenceValue {
  const ones = inputs.map((input) => ({
    ...input,
    steps: input.steps.map((step, i) => (input.mask?.[i] === false ? step.map(() => 1) : step)),
  }));
  const merged = elementwise(ones, (a, b) => a * b);
  const steps = merged.steps.map((step, i) => (merged.mask?.[i] === false ? step.map(() => 0) : step));
  return { ...merged, steps };
}

/** Keras goes from input to input, and lets what is masked of two values give way to the other. */
function selection(inputs: readonly ReferenceValue[], f: (a: number, b: number) => number): ReferenceValue {
  return inputs.reduce((a, b) => {
    const right = b.steps.map((step, i) => (b.mask?.[i] === false ? (a.steps[i] ?? []) : step));
    const left = a.steps.map((step, i) => (a.mask?.[i] === false ? (right[i] ?? []) : step));
    const { mask } = elementwise([a, b], f);
    const steps = left.map((step, i) => zip(step, right[i] ?? [], f));
    return { steps, timed: a.timed, ...(mask && { mask }) };
  });
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
