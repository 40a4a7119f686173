import type { ModelPlan } from "@lockstep/model";
import { LaneSums, squaresSum, type Pace, type Sliced } from "@lockstep/numerics";
import type { DigestOf } from "./run-definition.js";

/** L2 norm of each layer's part of a flat gradient. */
export function* gradientNorms(
  gradient: Float32Array,
  plan: ModelPlan,
  pace: Pace,
): Sliced<Record<string, number>> {
  const parts = plan.layers.flatMap(({ parameters }) => parameters);
  const sums = new LaneSums(parts.length);
  yield* pace.run(
    parts.map(({ offset, size }, index) =>
      squaresSum(gradient, { begin: offset, end: offset + size }, sums, index),
    ),
  );
  const norms: Record<string, number> = {};
  let next = 0;
  for (const { name, parameters } of plan.layers) {
    if (parameters.length === 0) continue;
    let squares = 0;
    for (const end = next + parameters.length; next < end; next++) squares += sums.total(next);
    norms[name] = Math.sqrt(squares);
  }
  return norms;
}

/** Names an entry that is not finite, such as `dense/kernel[3] is NaN`; undefined where there is none. */
export function nonFiniteEntry(values: Float32Array, index: number, plan: ModelPlan): string | undefined {
  if (index < 0) return undefined;
  const part = plan.parameters.find(({ offset, size }) => index >= offset && index < offset + size);
  const place = part ? `${part.layer}/${part.name}[${index - part.offset}]` : `[${index}]`;
  return `${place} is ${values[index] as number}`;
}

/** The run's digest of a vector. */
export function* digestInSlices(digestOf: DigestOf, values: Float32Array, pace: Pace): Sliced<string> {
  const digest = digestOf();
  yield* pace.over(0, values.length, (begin, end) => digest.add(values.subarray(begin, end)));
  return digest.finish();
}
