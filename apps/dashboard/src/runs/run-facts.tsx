import type { RunSnapshot } from "@lockstep/telemetry/events";
import type { ReactNode } from "react";
import { formatDuration } from "../format/durations.js";
import { formatCount, formatNumber, formatPercent } from "../format/numbers.js";
import { formatMoment, formatShortMoment } from "../format/times.js";
import { useNow } from "../format/use-now.js";
import { ProgressBar } from "../parts/progress-bar.js";
import { runStateLooks } from "../parts/tone.js";
import { bestMeasure } from "../run/best-measure.js";
import { remainingMs } from "../run/run-rate.js";

interface OfRun {
  readonly run: RunSnapshot;
}

/** Bar, part, and where that is. */
export function RunProgress({ run }: OfRun): ReactNode {
  if (run.totalSteps === 0) return <span className="quiet">–</span>;
  return (
    <span className="run-progress">
      <ProgressBar
        done={run.step}
        total={run.totalSteps}
        label={`Progress of ${run.name}`}
        tone={runStateLooks[run.state].tone}
      />
      <span className="run-progress-text">
        <span>{formatPercent(run.step / run.totalSteps)}</span>
        <span className="quiet">
          epoch {formatCount(run.epoch)}/{formatCount(run.epochs)}
        </span>
      </span>
    </span>
  );
}

/** How long it will take yet. */
export function RunEta({ run, rate }: OfRun & { readonly rate: number | undefined }): ReactNode {
  const left = remainingMs(run, rate);
  return left === undefined ? <span className="quiet">–</span> : formatDuration(left);
}

/** The best value of what it is judged by. */
export function RunBest({ run }: OfRun): ReactNode {
  const best = bestMeasure(run);
  if (!best) return <span className="quiet">–</span>;
  return (
    <span title={best.epoch === undefined ? "the newest" : `in epoch ${best.epoch}`}>
      <span className="quiet">{best.name}</span> {formatNumber(best.value)}
    </span>
  );
}

/** When it was submitted. */
export function RunSubmitted({ run }: OfRun): ReactNode {
  const now = useNow();
  return (
    <time dateTime={new Date(run.submittedMs).toISOString()} title={formatMoment(run.submittedMs)}>
      {formatShortMoment(run.submittedMs, now)}
    </time>
  );
}
