import type { Outcome } from "../measure-in-turns.js";
import type { Comparison } from "./comparisons.js";

export interface Row {
  readonly id: string;
  readonly label: string;
  readonly unit: "ms" | "s" | "KiB" | "MiB" | "steps/s" | "%";
  readonly outcome: Outcome;
}

export interface ReportSection {
  readonly title: string;
  readonly rows: readonly Row[];
}

/** All that was measured: what `--json` prints. */
export interface Report {
  readonly machine: Machine;
  /** What was measured, in words. */
  readonly model: string;
  /** Versions by name. */
  readonly versions: Readonly<Record<string, string>>;
  readonly sections: readonly ReportSection[];
  readonly comparisons: readonly Comparison[];
  readonly durationSeconds: number;
}

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly system: string;
  readonly node: string;
  /** Of the last minute, before anything was measured: much more than 0 means that others use the machine. */
  readonly loadAverage: number;
}
