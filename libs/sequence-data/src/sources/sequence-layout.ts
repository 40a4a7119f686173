import type { ArrayLayout, RowLayout } from "../row-layout.js";

/** What the sequences that a reader puts together consist of. */
export interface SequenceKind {
  /** Features F of a time step. */
  readonly features: number;
  /** Absent where there are no targets. A target per time step has these values at each. */
  readonly target?: { readonly values: number; readonly timed: boolean } | undefined;
  /** Absent where there are no sample weights. */
  readonly weight?: { readonly timed: boolean } | undefined;
}

/** Layout of rows [x (T, F) | y | sampleWeight]. */
export function sequenceLayout(
  { features, target, weight }: SequenceKind,
  timeSteps: number,
  padding: RowLayout["padding"],
): RowLayout {
  return {
    inputs: [{ name: "x", shape: [timeSteps, features], timed: true }],
    ...(target && { target: targetArray(target, timeSteps) }),
    ...(weight && {
      weight: { name: "sampleWeight", shape: weight.timed ? [timeSteps] : [], timed: weight.timed },
    }),
    timeSteps,
    padding,
  };
}

function targetArray(target: { values: number; timed: boolean }, timeSteps: number): ArrayLayout {
  const { values, timed } = target;
  return { name: "y", shape: timed ? [timeSteps, values] : [values], timed };
}
