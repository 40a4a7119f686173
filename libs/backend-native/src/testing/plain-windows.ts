/** How windows are laid along the time axis. */
export interface Windows {
  readonly steps: number;
  readonly size: number;
  readonly stride: number;
  readonly dilation: number;
  readonly padding: "valid" | "same" | "causal";
}

interface Place {
  readonly window: number;
  readonly place: number;
  readonly step: number;
}

/** Number of windows; less than 1 where the sequence is too short. */
export function countOf({ steps, size, stride, dilation, padding }: Windows): number {
  return Math.ceil((padding === "valid" ? steps - (size - 1) * dilation : steps) / stride);
}

/** All places of all windows, by TensorFlow's description of padding, those outside of the sequence left out. */
function placesOf(windows: Windows): readonly Place[] {
  const { steps, size, stride, dilation, padding } = windows;
  const span = (size - 1) * dilation + 1;
  const count = countOf(windows);
  const missing = Math.max((count - 1) * stride + span - steps, 0);
  const before = { valid: 0, same: Math.floor(missing / 2), causal: span - 1 }[padding];
  return Array.from({ length: count * size }, (_, i) => {
    const [window, place] = [Math.floor(i / size), i % size];
    return { window, place, step: window * stride + place * dilation - before };
  }).filter(({ step }) => step >= 0 && step < steps);
}

/** What a layer makes of x, and of d(loss)/d(output). */
export interface Definition {
  readonly output: Float64Array;
  readonly inputGradient: Float64Array;
  readonly parameterGradient: Float64Array;
}

export interface Convolution extends Windows {
  readonly rows: number;
  readonly features: number;
  readonly filters: number;
  /** (rows, steps, features) */
  readonly x: Float32Array;
  /** Kernel (size, features, filters), then bias (filters). */
  readonly parameters: Float32Array;
  /** (rows, windows, filters) */
  readonly cotangent: Float32Array;
}

/** A convolution as it is defined: products one by one. */
export function convolve(given: Convolution): Definition {
  const { rows, steps, features, filters, x, parameters, cotangent } = given;
  const count = countOf(given);
  const kernelSize = parameters.length - filters;
  const made = zerosLike(cotangent, x, parameters);
  cotangent.forEach((d, i) => {
    add(made.output, i, at(parameters, kernelSize + (i % filters)));
    add(made.parameterGradient, kernelSize + (i % filters), d);
  });
  for (const { window, place, step } of placesOf(given)) {
    for (const [row, feature, filter] of indices(rows, features, filters)) {
      const inX = (row * steps + step) * features + feature;
      const inKernel = (place * features + feature) * filters + filter;
      const inOutput = (row * count + window) * filters + filter;
      add(made.output, inOutput, at(x, inX) * at(parameters, inKernel));
      add(made.inputGradient, inX, at(cotangent, inOutput) * at(parameters, inKernel));
      add(made.parameterGradient, inKernel, at(cotangent, inOutput) * at(x, inX));
    }
  }
  return made;
}

export interface Pool extends Windows {
  readonly rows: number;
  readonly features: number;
  /** (rows, steps, features) */
  readonly x: Float32Array;
  /** (rows, windows, features) */
  readonly cotangent: Float32Array;
}

/** The value of a window, and what share of its gradient each place has. */
type PoolRule = (values: readonly number[]) => { readonly value: number; readonly shares: readonly number[] };

export const poolRules = {
  AveragePooling1D: (values) => ({
    value: values.reduce((sum, value) => sum + value, 0) / values.length,
    shares: values.map(() => 1 / values.length),
  }),
  MaxPooling1D: (values) => ({
    value: Math.max(...values),
    shares: values.map((value) => (value === Math.max(...values) ? 1 : 0)),
  }),
} as const satisfies Readonly<Record<string, PoolRule>>;

/** Pooling as it is defined, for values no two of which are equal. */
export function pool(rule: PoolRule, given: Pool): Definition {
  const { rows, steps, features, x, cotangent } = given;
  const made = zerosLike(cotangent, x, new Float32Array());
  const places = placesOf(given);
  for (const [row, window, feature] of indices(rows, countOf(given), features)) {
    const inX = places
      .filter((place) => place.window === window)
      .map(({ step }) => (row * steps + step) * features + feature);
    const inOutput = (row * countOf(given) + window) * features + feature;
    const { value, shares } = rule(inX.map((place) => at(x, place)));
    add(made.output, inOutput, value);
    inX.forEach((place, i) => add(made.inputGradient, place, (shares[i] ?? NaN) * at(cotangent, inOutput)));
  }
  return made;
}

function zerosLike(output: Float32Array, x: Float32Array, parameters: Float32Array): Definition {
  return {
    output: new Float64Array(output.length),
    inputGradient: new Float64Array(x.length),
    parameterGradient: new Float64Array(parameters.length),
  };
}

function indices(
  first: number,
  second: number,
  third: number,
): readonly (readonly [number, number, number])[] {
  return Array.from({ length: first * second * third }, (_, i) => [
    Math.floor(i / (second * third)),
    Math.floor(i / third) % second,
    i % third,
  ]);
}

function at(values: Float32Array, place: number): number {
  return values[place] ?? NaN;
}

function add(sums: Float64Array, place: number, value: number): void {
  sums[place] = (sums[place] ?? NaN) + value;
}
