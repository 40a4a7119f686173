import type { RoundTimeline, StepSplit } from "@lockstep/telemetry/views";
import { formatPercent } from "../format/numbers.js";
import { formatDuration } from "../format/durations.js";

/** What a round's time is made of, in the order in which it passes. */
export const splitParts = [
  { key: "parametersMs", name: "parameters out", text: "sending parameters to workers" },
  { key: "computeMs", name: "compute", text: "computing gradients" },
  { key: "resultsMs", name: "results in", text: "getting results back" },
  { key: "reductionMs", name: "reduction", text: "adding gradients up" },
  { key: "optimizerMs", name: "optimizer", text: "the optimizer's step" },
  { key: "waitingMs", name: "waiting", text: "waiting, while nobody had anything to compute" },
] as const satisfies readonly { key: keyof StepSplit; name: string; text: string }[];

export type SplitPart = (typeof splitParts)[number];

export function totalMs(split: StepSplit): number {
  return splitParts.reduce((sum, { key }) => sum + split[key], 0);
}

/** Means over rounds. */
export function meanSplit(rounds: readonly RoundTimeline[]): StepSplit {
  const mean = (key: keyof StepSplit) =>
    rounds.reduce((sum, { split }) => sum + split[key], 0) / Math.max(1, rounds.length);
  return {
    parametersMs: mean("parametersMs"),
    computeMs: mean("computeMs"),
    resultsMs: mean("resultsMs"),
    reductionMs: mean("reductionMs"),
    optimizerMs: mean("optimizerMs"),
    waitingMs: mean("waitingMs"),
  };
}

/** `Most of a step (62 %, 12 ms of 19 ms) is computing gradients.` */
export function splitText(split: StepSplit): string {
  const total = totalMs(split);
  if (total === 0) return "No time was measured yet.";
  const largest = splitParts.reduce((best, part) => (split[part.key] > split[best.key] ? part : best));
  const share = split[largest.key] / total;
  const amount = `${formatPercent(share)}, ${formatDuration(split[largest.key])} of ${formatDuration(total)}`;
  const whole = share > 0.5 ? "Most" : "The largest part";
  return `${whole} of a step (${amount}) is ${largest.text}.`;
}
