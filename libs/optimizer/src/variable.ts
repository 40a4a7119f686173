import type { ConstraintSpec } from "@lockstep/job";
import type { Stretch } from "@lockstep/numerics";

/** A parameter tensor as an optimizer sees it: its place in the flat vectors, and what holds for it. */
export interface Variable {
  /** First element in the flat vectors. */
  readonly offset: number;
  /** Number of elements. */
  readonly size: number;
  readonly shape: readonly number[];
  /** Applied after every update. */
  readonly constraint?: ConstraintSpec | undefined;
  /** False: no update changes it, weight decay neither. Absent: true. */
  readonly trainable?: boolean | undefined;
}

/** Those that updates change. */
export function trainableOf<V extends Variable>(variables: readonly V[]): readonly V[] {
  return variables.filter(({ trainable }) => trainable !== false);
}

/** What the variables cover: as few stretches as they leave, in order. */
export function stretchesOf(variables: readonly Variable[]): Stretch[] {
  const stretches: { begin: number; end: number }[] = [];
  for (const { offset, size } of [...variables].sort((a, b) => a.offset - b.offset)) {
    const last = stretches.at(-1);
    if (last?.end === offset) last.end += size;
    else stretches.push({ begin: offset, end: offset + size });
  }
  return stretches;
}
