import type { RunSnapshot } from "@lockstep/telemetry/events";
import { seriesProperty } from "../theme/colour.js";

/** A run among others: what it is called and drawn with here. */
export interface ComparedRun {
  readonly run: RunSnapshot;
  /** Its name, with its id where another one has the same. */
  readonly title: string;
  readonly colour: `--${string}`;
}

export function comparedRuns(runs: readonly RunSnapshot[]): readonly ComparedRun[] {
  return runs.map((run, index) => {
    const isAlone = runs.filter(({ name }) => name === run.name).length === 1;
    return { run, title: isAlone ? run.name : `${run.name} (${run.runId})`, colour: seriesProperty(index) };
  });
}
