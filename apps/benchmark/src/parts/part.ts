import type { Arithmetic } from "../arithmetic/arithmetic.js";
import type { Backends } from "../backends.js";
import type { Effort } from "../effort.js";
import type { Peers } from "../peers/peers.js";
import type { Comparison } from "../report/comparison.js";
import type { ReportSection } from "../report/report.js";
import type { BenchmarkShape } from "../shapes/shape.js";

/** What a part of the benchmark measures with. */
export interface Bench {
  readonly effort: Effort;
  /** Those that were asked for. */
  readonly shapes: readonly BenchmarkShape[];
  readonly backends: Backends;
  readonly arithmetic: Arithmetic;
  readonly peers: Peers;
  /** A folder of this run. */
  readonly folder: string;
  /** Takes a line of progress. */
  readonly note: (text: string) => void;
}

export interface PartReport {
  readonly sections: readonly ReportSection[];
  readonly comparisons: readonly Comparison[];
}

export type Part = (bench: Bench) => Promise<PartReport>;

/** What was measured of several shapes, one after the other. */
export async function ofEachShape(
  bench: Bench,
  measure: (shape: BenchmarkShape, bench: Bench) => Promise<PartReport>,
): Promise<PartReport> {
  const reports: PartReport[] = [];
  for (const shape of bench.shapes) reports.push(await measure(shape, bench));
  return {
    sections: reports.flatMap(({ sections }) => sections),
    comparisons: reports.flatMap(({ comparisons }) => comparisons),
  };
}
