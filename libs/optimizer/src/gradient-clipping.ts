import type { Variable } from "./variable.js";

/** At most one is given; 0 counts as none, as in Keras. */
export interface ClippingOptions {
  /** Longest gradient of a variable. */
  readonly clipnorm?: number | undefined;
  /** Largest absolute value of an entry. */
  readonly clipvalue?: number | undefined;
  /** Longest gradient of all trainable variables together. */
  readonly globalClipnorm?: number | undefined;
}

/** Gives the clipped gradient: a new vector, or the one that came where nothing is to be done. */
export type Clipping = (gradient: Float32Array) => Float32Array;

const { fround, sqrt, min, max } = Math;

/** The clipping that the options ask for. Entries of variables that are not in `variables` stay as they are. */
export function clippingOf(options: ClippingOptions, variables: readonly Variable[]): Clipping {
  const { clipnorm, clipvalue, globalClipnorm } = options;
  if (clipnorm) return clippedBy(variables, clipNorm(fround(clipnorm)));
  if (globalClipnorm) return clippedByGlobalNorm(fround(globalClipnorm), variables);
  if (clipvalue) return clippedBy(variables, clipValue(fround(clipvalue)));
  return (gradient) => gradient;
}

/** Changes a variable's part of a gradient in place. */
type ClipPart = (part: Float32Array) => void;

function clippedBy(variables: readonly Variable[], clip: ClipPart): Clipping {
  return (gradient) => {
    const clipped = gradient.slice();
    for (const { offset, size } of variables) clip(clipped.subarray(offset, offset + size));
    return clipped;
  };
}

/** To a norm of at most `limit`, over one variable. */
function clipNorm(limit: number): ClipPart {
  return (part) => scaleDown(part, sqrt(sumOfSquares(part)), limit);
}

/** g * limit / max(norm, limit), rounded once: what is short enough keeps its bits, and nothing overflows on the way. */
function scaleDown(part: Float32Array, norm: number, limit: number): void {
  const divisor = max(norm, limit);
  for (let index = 0; index < part.length; index++) part[index] = ((part[index] as number) * limit) / divisor;
}

function clipValue(limit: number): ClipPart {
  return (part) => {
    for (let index = 0; index < part.length; index++)
      part[index] = min(max(part[index] as number, -limit), limit);
  };
}

function clippedByGlobalNorm(limit: number, variables: readonly Variable[]): Clipping {
  return (gradient) => {
    const clipped = gradient.slice();
    const parts = variables.map(({ offset, size }) => clipped.subarray(offset, offset + size));
    const norm = sqrt(parts.reduce((sum, part) => sum + sumOfSquares(part), 0));
    for (const part of parts) scaleDown(part, norm, limit);
    return clipped;
  };
}

/** In float64 and in order: a norm that no float32 sum overflows. */
function sumOfSquares(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return sum;
}
