import type { GradientFlowOfLayer } from "@lockstep/telemetry/views";
import { formatCount, formatNumber } from "../../format/numbers.js";

/** What becomes of a gradient on its way back through time. */
export type Verdict = "vanishes" | "fades" | "holds" | "grows" | "explodes" | "breaks" | "nothing";

export interface FlowReading {
  readonly verdict: Verdict;
  /** A sentence for people. */
  readonly text: string;
}

/** So that one odd batch decides nothing. */
const newestSamples = 8;

/** Tells in words how the gradient at the time step that is farthest from the loss compares with the nearest one's. */
export function readFlow(flow: GradientFlowOfLayer): FlowReading {
  const newest = flow.norms.slice(-newestSamples);
  const columns = newest.at(-1)?.length ?? 0;
  if (columns < 2) return { verdict: "nothing", text: "There is one time step: nothing flows through time." };
  if (newest.some((row) => row.some((norm) => !Number.isFinite(norm)))) {
    return {
      verdict: "breaks",
      text: "The gradient is not a number any more: the training has broken down.",
    };
  }
  const [far, near] = isBackward(flow.layer) ? ["last", "first"] : ["first", "last"];
  const at = (row: readonly number[], end: string) => (end === "first" ? row[0] : row.at(-1)) as number;
  const rows = newest.filter((row) => at(row, near) > 0);
  if (rows.length === 0) return { verdict: "nothing", text: `No gradient reaches the ${near} time step.` };
  const ratio = geometricMean(rows.map((row) => at(row, far) / at(row, near)));
  return reading(ratio, far, near);
}

function reading(ratio: number, far: string, near: string): FlowReading {
  const verdict = verdictOf(ratio);
  if (ratio === 0) {
    return { verdict, text: `Nothing of the gradient reaches the ${far} time step: it vanishes.` };
  }
  const compared = `The gradient at the ${far} time step is ${ratioWords(ratio)} that at the ${near}`;
  return { verdict, text: `${compared}: it ${verdictWords[verdict]}.` };
}

const verdictWords: Readonly<Record<Verdict, string>> = {
  vanishes: "vanishes",
  fades: "fades",
  holds: "holds",
  grows: "grows",
  explodes: "explodes",
  breaks: "breaks down",
  nothing: "is not there",
};

function verdictOf(ratio: number): Verdict {
  if (ratio < 1e-2) return "vanishes";
  if (ratio < 1e-1) return "fades";
  if (ratio <= 10) return "holds";
  return ratio <= 100 ? "grows" : "explodes";
}

/** `1/20,000 of`, `0.45 of`, `30 times` */
function ratioWords(ratio: number): string {
  if (ratio > 1) return `${twoDigits(ratio)} times`;
  return ratio < 0.1 ? `1/${twoDigits(1 / ratio)} of` : `${ratio.toFixed(2)} of`;
}

function twoDigits(value: number): string {
  const rounded = Number(value.toPrecision(2));
  return rounded < 1e10 ? formatCount(rounded) : formatNumber(rounded, 3);
}

/** 0 where one is 0. */
function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}

/** A Bidirectional layer's second direction reads from the last time step to the first. */
function isBackward(layer: string): boolean {
  return /(^|[/_])backward([/_]|$)/.test(layer);
}
