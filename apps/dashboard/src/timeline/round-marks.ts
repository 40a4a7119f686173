import type { RoundTimeline } from "@lockstep/telemetry/views";
import type { AxisScale } from "../plot/axis-scale.js";

/** Where a round begins, and what is written there where there is room. */
export interface RoundMark {
  readonly round: number;
  readonly x: number;
  readonly label?: string;
}

const labelWidth = 56;

export function roundMarks(rounds: readonly RoundTimeline[], time: AxisScale): readonly RoundMark[] {
  let free = -Infinity;
  return rounds.map(({ round, step, purpose, beganMs }) => {
    const x = time.place(beganMs);
    if (x < free) return { round, x };
    free = x + labelWidth;
    return { round, x, label: labelOf(step, purpose) };
  });
}

function labelOf(step: number | undefined, purpose: RoundTimeline["purpose"]): string {
  if (step !== undefined) return `step ${step}`;
  return purpose === "gradient" ? "under way" : purpose;
}
