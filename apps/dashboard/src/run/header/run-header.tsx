import type { RunSnapshot } from "@lockstep/telemetry/events";
import type { ReactNode } from "react";
import { formatMoment, formatShortMoment } from "../../format/times.js";
import { useNow } from "../../format/use-now.js";
import { StateMark } from "../../parts/state-mark.js";
import { runStateLooks } from "../../parts/tone.js";
import { RunControls } from "../controls/run-controls.js";
import { CopyText } from "./copy-text.js";
import { RunNumbers } from "./run-numbers.js";
import { TrustStrip } from "./trust-strip.js";
import { useRunOrigin } from "./use-run-origin.js";
import "./header.css";

const kindWords: Readonly<Record<RunSnapshot["kind"], string>> = {
  train: "Training",
  evaluate: "Evaluation",
  predict: "Prediction",
};

/** What a run is, how it stands, and what it can be told. */
export function RunHeader({ run }: { readonly run: RunSnapshot }): ReactNode {
  const origin = useRunOrigin(run);
  return (
    <header className="run-header">
      <div className="run-title">
        <div>
          <div className="run-title-line">
            <h1>{run.name}</h1>
            <span role="status" aria-label="State">
              <StateMark look={runStateLooks[run.state]} />
            </span>
          </div>
          <p className="run-identity">
            <span>{kindWords[run.kind]}</span>
            <CopyText what="the run's id" text={run.runId} />
            <Submitted run={run} />
          </p>
        </div>
        <RunControls run={run} />
      </div>
      <Reason run={run} />
      <section className="panel run-summary" aria-label="Progress and trust">
        <RunNumbers run={run} origin={origin} />
        <TrustStrip run={run} origin={origin} />
      </section>
    </header>
  );
}

function Submitted({ run }: { readonly run: RunSnapshot }): ReactNode {
  const now = useNow();
  return (
    <time dateTime={new Date(run.submittedMs).toISOString()} title={formatMoment(run.submittedMs)}>
      submitted {formatShortMoment(run.submittedMs, now)}
    </time>
  );
}

/** Why it stands still, or ended early. */
function Reason({ run }: { readonly run: RunSnapshot }): ReactNode {
  const [words, reason] =
    run.state === "waiting"
      ? ["Waits for", run.waitingFor]
      : run.state === "paused"
        ? ["Paused:", run.pausedFor]
        : run.state === "failed"
          ? ["Failed:", run.reason]
          : run.state === "stopped"
            ? ["Stopped:", run.reason]
            : [];
  if (words === undefined || reason === undefined || reason === "") return null;
  return (
    <p className="run-reason" data-tone={runStateLooks[run.state].tone}>
      {words} {reason}
    </p>
  );
}
