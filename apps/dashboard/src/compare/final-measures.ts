import type { RunSnapshot } from "@lockstep/telemetry/events";

/** One measure of all runs; undefined where a run has none. */
export interface MeasureRow {
  readonly name: string;
  readonly values: readonly (number | undefined)[];
  /** Index of the best one, where a best can be told and not all are alike. */
  readonly best?: number;
}

/** What runs have come to, by measure: the newest epoch's, and those of the test data as `test_...`. */
export function measureRows(runs: readonly RunSnapshot[]): readonly MeasureRow[] {
  const measures = runs.map(measuresOf);
  const names = new Set(measures.flatMap((one) => Object.keys(one)));
  return [...names].map((name) => {
    const values = measures.map((one) => one[name]);
    const best = bestOf(name, values);
    return { name, values, ...(best === undefined ? {} : { best }) };
  });
}

function measuresOf({ measures, test }: RunSnapshot): Record<string, number> {
  const tested = Object.entries(test ?? {}).map(([name, value]) => [`test_${name}`, value] as const);
  return { ...measures, ...Object.fromEntries(tested) };
}

function bestOf(name: string, values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined && Number.isFinite(value)) as number[];
  if (known.length < 2 || new Set(known).size === 1) return undefined;
  const best = isRising(name) ? Math.max(...known) : Math.min(...known);
  return values.indexOf(best);
}

/** Metrics of which more is better; losses and errors want less. */
function isRising(name: string): boolean {
  return /accuracy|auc|precision|recall|f1|f_?beta|r2|cosine_similarity|iou/i.test(name);
}
