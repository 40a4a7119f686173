import type { ModelPlan } from "@lockstep/model";

/** The mean gradient: each float32 sum over the weight, rounded to float32. Where nothing counts, it is 0. */
export function meanGradient(sum: Float32Array, weight: number): Float32Array {
  const mean = new Float32Array(sum.length);
  if (weight === 0) return mean;
  for (let index = 0; index < sum.length; index++) mean[index] = (sum[index] as number) / weight;
  return mean;
}

/** L2 norm of each layer's part of a flat gradient. */
export function gradientNorms(gradient: Float32Array, plan: ModelPlan): Record<string, number> {
  return Object.fromEntries(
    plan.layers
      .filter((layer) => layer.parameters.length > 0)
      .map((layer) => [
        layer.name,
        Math.sqrt(layer.parameters.reduce((sum, part) => sum + squares(gradient, part), 0)),
      ]),
  );
}

function squares(values: Float32Array, { offset, size }: { offset: number; size: number }): number {
  let sum = 0;
  for (let index = offset; index < offset + size; index++) {
    const value = values[index] as number;
    sum += value * value;
  }
  return sum;
}

/** Names the first entry that is not finite, such as `dense/kernel[3] is NaN`. */
export function firstNonFinite(gradient: Float32Array, plan: ModelPlan): string | undefined {
  const index = gradient.findIndex((value) => !Number.isFinite(value));
  if (index < 0) return undefined;
  const part = plan.parameters.find(({ offset, size }) => index >= offset && index < offset + size);
  const place = part ? `${part.layer}/${part.name}[${index - part.offset}]` : `[${index}]`;
  return `${place} is ${gradient[index] as number}`;
}
