import type { WorkSpan } from "@lockstep/telemetry/views";
import { formatDuration } from "../format/durations.js";
import type { PlacedSpan } from "./lanes.js";

export const kindWords: Readonly<Record<WorkSpan["kind"], string>> = {
  primary: "first assignment",
  speculative: "speculative duplicate",
  audit: "audit",
};

export const outcomeWords: Readonly<Record<WorkSpan["outcome"], string>> = {
  counted: "counted",
  dropped: "dropped: another result counted",
  revoked: "taken back before it was done",
  failed: "failed",
  lost: "lost with the worker",
  open: "not done yet",
};

/** `0–15` of a range, or `7` of one micro-batch. */
export function rangeText({ first, count }: WorkSpan): string {
  return count === 1 ? String(first) : `${first}–${first + count - 1}`;
}

/** Which step a round led to, in words. */
export function roundText({ round, step, purpose }: PlacedSpan["round"]): string {
  if (step !== undefined) return `step ${step}`;
  return purpose === "gradient" ? `round ${round}, under way` : `round ${round} (${purpose})`;
}

/** All of a span in a sentence, for who hears it. */
export function spanText({ span, round }: PlacedSpan): string {
  const micro = span.count === 1 ? "micro-batch" : "micro-batches";
  const parts = [
    `${span.workerId}, ${roundText(round)}: ${micro} ${rangeText(span)}`,
    kindWords[span.kind],
    `${formatDuration(span.endedMs - span.beganMs)}${computeText(span)}`,
    outcomeWords[span.outcome],
  ];
  return parts.join("; ");
}

function computeText({ computeMs }: WorkSpan): string {
  return computeMs === undefined ? "" : `, of it ${formatDuration(computeMs)} computing`;
}
