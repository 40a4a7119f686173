import type { RunSnapshot } from "@lockstep/telemetry/events";

/** Measures of which more is better, by Keras's names; of all others less is. */
const growing =
  /(^|_)(accuracy|acc|auc|precision|recall|f1_score|r2_score|cosine_similarity|true_positives|true_negatives)$/;

/** Whether more of a measure is better. Validation's carry the prefix `val_`. */
export function isGrowing(name: string): boolean {
  return growing.test(name);
}

/** Where the best value is; -1 where there is none. Of equal ones the first. */
export function bestIndex(name: string, values: readonly (number | null | undefined)[]): number {
  const sign = isGrowing(name) ? 1 : -1;
  let best = -1;
  values.forEach((value, index) => {
    if (value === null || value === undefined || Number.isNaN(value)) return;
    if (best < 0 || sign * value > sign * (values[best] as number)) best = index;
  });
  return best;
}

/** A measure that says how good a run is. */
export interface BestMeasure {
  readonly name: string;
  readonly value: number;
  /** Where it was reached; absent where it is the newest one that is known. */
  readonly epoch?: number;
}

/** The best value of what the run is judged by: validation's before training's, a metric before the loss. */
export function bestMeasure(run: Pick<RunSnapshot, "history" | "measures">): BestMeasure | undefined {
  const measures = run.history.at(-1)?.measures ?? run.measures;
  const name = judgedBy(Object.keys(measures));
  if (name === undefined) return undefined;
  const at = bestIndex(
    name,
    run.history.map((epoch) => epoch.measures[name]),
  );
  const reached = run.history[at];
  const value = reached?.measures[name] ?? measures[name];
  if (value === undefined) return undefined;
  return { name, value, ...(reached ? { epoch: reached.epoch } : {}) };
}

function judgedBy(names: readonly string[]): string | undefined {
  const isLoss = (name: string): boolean => name === "loss" || name === "val_loss";
  const validation = names.filter((name) => name.startsWith("val_"));
  const first = (of: readonly string[]): string | undefined => of.find((name) => !isLoss(name)) ?? of[0];
  return first(validation) ?? first(names);
}
