import type { RandomStream } from "@lockstep/numerics";

/** Truncated normals lie within so many standard deviations of their mean. */
const truncation = 2;

/** Uniform in [least, bound). */
export function uniform(random: RandomStream, least: number, bound: number): number {
  // Written about the centre, which is exact for ranges around zero.
  const half = (bound - least) / 2;
  return (2 * random.uniform53() - 1) * half + (least + half);
}

export function normal(random: RandomStream, mean: number, stddev: number): number {
  return mean + stddev * random.normal();
}

/** Normal, drawn again where it is more than two standard deviations from the mean. */
export function truncatedNormal(random: RandomStream, mean: number, stddev: number): number {
  for (;;) {
    const value = random.normal();
    if (Math.abs(value) <= truncation) return mean + stddev * value;
  }
}
