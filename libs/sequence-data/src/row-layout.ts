/** One array of a row. */
export interface ArrayLayout {
  /** `x`, the name of an input of the model, `y` or `sampleWeight`. */
  readonly name: string;
  /** Of one sequence; where `timed`, its first axis is the longest sequence's time steps. */
  readonly shape: readonly number[];
  /** Whether its first axis is time: as long as the sequence is, and padded with it. */
  readonly timed: boolean;
}

/**
 * What a row of a data set is made of. A row of a sequence with L time steps is one vector: the arrays one after the
 * other, each in C order, those that are timed with L in place of the longest length.
 */
export interface RowLayout {
  /** In the order of the model's inputs; at least one. */
  readonly inputs: readonly ArrayLayout[];
  /** Absent where the data have no targets. */
  readonly target?: ArrayLayout;
  /** Sample weights, of shape [] (one for a sequence) or [timeSteps]. */
  readonly weight?: ArrayLayout;
  /** The longest sequence's time steps. */
  readonly timeSteps: number;
  /** Where and with what shorter sequences are filled up (`pad_sequences`). Targets and weights are filled with 0. */
  readonly padding: { readonly side: "pre" | "post"; readonly value: number };
}

/** Number of values of a row with `length` time steps. */
export function rowSize(layout: RowLayout, length: number): number {
  return arraysOf(layout).reduce((sum, array) => sum + arraySize(array, length), 0);
}

/** Inputs, target, weight, as far as they are there. */
export function arraysOf({ inputs, target, weight }: RowLayout): readonly ArrayLayout[] {
  return [...inputs, ...(target ? [target] : []), ...(weight ? [weight] : [])];
}

/** Number of values of one array of a row. */
export function arraySize({ shape, timed }: ArrayLayout, length: number): number {
  const [first = 1, ...rest] = shape;
  return rest.reduce((product, size) => product * size, timed ? length : first);
}
