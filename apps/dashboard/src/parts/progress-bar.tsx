import type { ReactNode } from "react";
import { formatPercent } from "../format/numbers.js";
import type { Tone } from "./tone.js";

/** How much of a whole is done. */
export function ProgressBar({
  done,
  total,
  label,
  tone,
}: {
  readonly done: number;
  readonly total: number;
  readonly label: string;
  readonly tone: Tone;
}): ReactNode {
  const part = total > 0 ? Math.min(1, done / total) : 0;
  return (
    <span
      className="progress"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.floor(part * 100)}
      aria-valuetext={formatPercent(part)}
      data-tone={tone}
    >
      <span style={{ transform: `scaleX(${part})` }} />
    </span>
  );
}
