import type { Outcome } from "../measure-in-turns.js";
import type { Comparison } from "./comparison.js";

export type Unit = "ms" | "s" | "KiB" | "MiB" | "MB" | "steps/s" | "GFLOP/s" | "%" | "x";

export interface Row {
  readonly id: string;
  readonly label: string;
  readonly unit: Unit;
  readonly outcome: Outcome;
  /** Of a whole, by the medians, from 0 to 1. */
  readonly share?: number;
}

export interface ReportSection {
  readonly title: string;
  readonly rows: readonly Row[];
}

/** All that was measured: what `--json` prints. */
export interface Report {
  readonly machine: Machine;
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
