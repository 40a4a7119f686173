import type { RandomStream } from "@lockstep/numerics";
import type { Shape } from "../model-plan.js";
import { fans } from "./fans.js";
import { elements } from "./elements.js";
import { normal, truncatedNormal, uniform } from "./distributions.js";

/** Variance `scale / fan`, as Keras's VarianceScaling. */
export interface VarianceScaling {
  readonly scale: number;
  readonly mode: "fan_in" | "fan_out" | "fan_avg";
  readonly distribution: "truncated_normal" | "untruncated_normal" | "uniform";
}

/** Standard deviation of the unit normal between -2 and 2. */
const truncatedDeviation = 0.87962566103423978;

/** Glorot's (AISTATS 2010), He's (ICCV 2015) and LeCun's (1998) initialisers, as Keras defines them. */
export const namedScalings = {
  glorot_uniform: { scale: 1, mode: "fan_avg", distribution: "uniform" },
  glorot_normal: { scale: 1, mode: "fan_avg", distribution: "truncated_normal" },
  he_uniform: { scale: 2, mode: "fan_in", distribution: "uniform" },
  he_normal: { scale: 2, mode: "fan_in", distribution: "truncated_normal" },
  lecun_uniform: { scale: 1, mode: "fan_in", distribution: "uniform" },
  lecun_normal: { scale: 1, mode: "fan_in", distribution: "truncated_normal" },
} as const satisfies Record<string, VarianceScaling>;

/** Values of mean 0 and variance `scale / fan`; uniform ones lie within +-sqrt(3 scale / fan). */
export function varianceScaling(
  { scale, mode, distribution }: VarianceScaling,
  shape: Shape,
  random: RandomStream,
): Float32Array {
  const { fanIn, fanOut } = fans(shape);
  const fan = Math.max(1, { fan_in: fanIn, fan_out: fanOut, fan_avg: (fanIn + fanOut) / 2 }[mode]);
  switch (distribution) {
    case "uniform": {
      const limit = Math.sqrt((3 * scale) / fan);
      return elements(shape, () => uniform(random, -limit, limit));
    }
    case "untruncated_normal":
      return elements(shape, () => normal(random, 0, Math.sqrt(scale / fan)));
    case "truncated_normal":
      return elements(shape, () => truncatedNormal(random, 0, Math.sqrt(scale / fan) / truncatedDeviation));
  }
}
