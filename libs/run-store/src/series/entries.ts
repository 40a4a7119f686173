/** Entries of one level that make one of the next. */
export const fanOut = 16;

/** Entries of a chunk. */
export const chunkEntries = 256;

/**
 * Some neighbouring entries of a series: extremes of as many steps each, and where they are. NaN: no step of the entry
 * has a value. Of single steps least and greatest are one array.
 */
export interface Entries {
  readonly min: Float64Array;
  readonly max: Float64Array;
  /** Steps, from 1. */
  readonly minStep: Float64Array;
  readonly maxStep: Float64Array;
}

export function noEntries(count: number): Entries {
  const column = (): Float64Array => new Float64Array(count).fill(NaN);
  return { min: column(), max: column(), minStep: column(), maxStep: column() };
}

/** Entries of single steps, the first of which is given. */
export function entriesOfSteps(values: Float64Array, firstStep: number): Entries {
  const steps = values.map((value, index) => (Number.isNaN(value) ? NaN : firstStep + index));
  return { min: values, max: values, minStep: steps, maxStep: steps };
}

/** Joins `factor` neighbours each, the last ones perhaps fewer. Of equal values the first counts. */
export function joinedEntries(entries: Entries, factor: number): Entries {
  const { min, max, minStep, maxStep } = entries;
  const joined = noEntries(Math.ceil(min.length / factor));
  for (let index = 0; index < min.length; index++) {
    const into = Math.floor(index / factor);
    const [least, greatest] = [min[index] as number, max[index] as number];
    // Comparisons with NaN fail: what has no value yet takes the first.
    if (!((joined.min[into] as number) <= least) && !Number.isNaN(least)) {
      joined.min[into] = least;
      joined.minStep[into] = minStep[index] as number;
    }
    if (!((joined.max[into] as number) >= greatest) && !Number.isNaN(greatest)) {
      joined.max[into] = greatest;
      joined.maxStep[into] = maxStep[index] as number;
    }
  }
  return joined;
}

/** Copies entries to a place among others. */
export function putEntries(into: Entries, at: number, entries: Entries, from: number, count: number): void {
  for (const column of ["min", "max", "minStep", "maxStep"] as const)
    into[column].set(entries[column].subarray(from, from + count), at);
}
