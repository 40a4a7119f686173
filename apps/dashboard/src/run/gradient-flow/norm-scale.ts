import type { GradientFlowOfLayer } from "@lockstep/telemetry/views";

/** Powers of ten between which norms have colours of their own. */
export interface NormScale {
  readonly bottom: number;
  readonly top: number;
}

/** So that a flow that is even looks even, and not like the noise in it. */
const leastDecades = 4;
/** So that what vanishes utterly leaves colours for the rest. */
const mostDecades = 12;

/** One scale for all layers, from whole power to whole power; undefined where no norm is above 0. */
export function normScaleOf(layers: readonly GradientFlowOfLayer[]): NormScale | undefined {
  let least = Infinity;
  let greatest = 0;
  for (const { norms } of layers) {
    for (const row of norms) {
      for (const norm of row) {
        if (!(norm > 0 && norm < Infinity)) continue;
        least = Math.min(least, norm);
        greatest = Math.max(greatest, norm);
      }
    }
  }
  if (greatest === 0) return undefined;
  // Rounding up makes −0 of what is between −1 and 0.
  const top = Math.ceil(Math.log10(greatest)) + 0;
  const bottom = Math.min(Math.floor(Math.log10(least)), top - leastDecades);
  return { top, bottom: Math.max(bottom, top - mostDecades) };
}

/** Where a norm is on the scale, from 0 to 1, and beyond where it is beyond. */
export function placeOf(norm: number, { bottom, top }: NormScale): number {
  return (Math.log10(norm) - bottom) / (top - bottom);
}

/** Powers of ten to name, at most `most` of them, the bottom and the top among them where they divide evenly. */
export function decadesOf({ bottom, top }: NormScale, most: number): readonly number[] {
  const step = Math.max(1, Math.ceil((top - bottom) / (most - 1)));
  const decades: number[] = [];
  for (let decade = top; decade >= bottom; decade -= step) decades.unshift(decade);
  return decades;
}
