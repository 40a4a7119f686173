import type { RunSnapshot } from "@lockstep/telemetry/events";
import { bestIndex } from "../run/best-measure.js";

/** One measure of all runs; undefined where a run has none. */
export interface MeasureRow {
  readonly name: string;
  readonly values: readonly (number | undefined)[];
  /** The best one, where not all are alike; several runs may have it. */
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
  const known = values.filter((value) => value !== undefined && Number.isFinite(value));
  if (known.length < 2 || new Set(known).size === 1) return undefined;
  return values[bestIndex(name, values)];
}
