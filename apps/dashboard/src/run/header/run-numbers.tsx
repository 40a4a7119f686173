import type { RunSnapshot } from "@lockstep/telemetry/events";
import type { ReactNode } from "react";
import { formatDuration } from "../../format/durations.js";
import { formatCount, formatNumber, formatPercent, formatRate } from "../../format/numbers.js";
import { Fact } from "../../parts/fact.js";
import { ProgressBar } from "../../parts/progress-bar.js";
import { runStateLooks } from "../../parts/tone.js";
import { useLiveState } from "../../store/live-context.js";
import { bestMeasure } from "../best-measure.js";
import { remainingMs } from "../run-rate.js";
import type { RunOrigin } from "./use-run-origin.js";

/** Measures that are shown at most: the others are in the table of epochs. */
const maxMeasures = 6;

/** How far a run is, how fast, and how good. */
export function RunNumbers({
  run,
  origin,
}: {
  readonly run: RunSnapshot;
  readonly origin: RunOrigin;
}): ReactNode {
  const isTraining = run.totalSteps > 0;
  return (
    <div className="run-numbers">
      {isTraining && <Progress run={run} />}
      <dl className="facts">
        {isTraining && <Pace run={run} origin={origin} />}
        <MeasureFacts run={run} />
      </dl>
    </div>
  );
}

function Progress({ run }: { readonly run: RunSnapshot }): ReactNode {
  const look = runStateLooks[run.state];
  return (
    <div className="run-bar">
      <ProgressBar done={run.step} total={run.totalSteps} label="Progress" tone={look.tone} />
      <span>{formatPercent(run.step / run.totalSteps, run.totalSteps >= 1000 ? 1 : 0)}</span>
    </div>
  );
}

function Pace({ run, origin }: { readonly run: RunSnapshot; readonly origin: RunOrigin }): ReactNode {
  const rate = useLiveState((state) => state.stepsPerSecond[run.runId]);
  const isRunning = run.state === "running";
  const { sequences, stepsPerEpoch } = origin;
  const perStep = sequences !== undefined && stepsPerEpoch ? sequences / stepsPerEpoch : undefined;
  return (
    <>
      <Fact name="Epoch">
        {formatCount(run.epoch)} <span className="fact-of">of {formatCount(run.epochs)}</span>
      </Fact>
      <Fact name="Step">
        {formatCount(run.step)} <span className="fact-of">of {formatCount(run.totalSteps)}</span>
      </Fact>
      {isRunning && (
        <>
          <Fact name="Steps a second">{formatRate(rate)}</Fact>
          <Fact name="Sequences a second">
            {formatRate(rate === undefined || perStep === undefined ? undefined : rate * perStep)}
          </Fact>
          <Fact name="Time left">{formatDuration(remainingMs(run, rate))}</Fact>
        </>
      )}
    </>
  );
}

function MeasureFacts({ run }: { readonly run: RunSnapshot }): ReactNode {
  const best = run.history.length > 0 ? bestMeasure(run) : undefined;
  return (
    <>
      {Object.entries(run.measures)
        .slice(0, maxMeasures)
        .map(([name, value]) => (
          <Fact key={name} name={name}>
            {formatNumber(value)}
          </Fact>
        ))}
      {best?.epoch !== undefined && (
        <Fact name={`best ${best.name}`}>
          {formatNumber(best.value)} <span className="fact-of">in epoch {formatCount(best.epoch)}</span>
        </Fact>
      )}
      {Object.entries(run.test ?? {})
        .slice(0, maxMeasures)
        .map(([name, value]) => (
          <Fact key={`test ${name}`} name={`test ${name}`}>
            {formatNumber(value)}
          </Fact>
        ))}
    </>
  );
}
