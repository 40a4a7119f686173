import { isFinished, type RunSnapshot } from "@lockstep/telemetry/events";
import type { TimelinePage } from "@lockstep/telemetry/views";
import { useState, type ReactNode } from "react";
import { useAnswer } from "../api/use-answer.js";
import { Choice } from "../parts/choice.js";
import { EmptyState } from "../parts/empty-state.js";
import { Icon } from "../parts/icon.js";
import { Loading } from "../parts/loading.js";
import { Notice } from "../parts/notice.js";
import { Panel } from "../parts/panel.js";
import { oneOf } from "../query/query-state.js";
import { useQueryState } from "../query/use-query-state.js";
import { SplitPanel } from "./split-panel.js";
import { stragglerOf, stragglerText } from "./straggler.js";
import { TimelineChart } from "./timeline-chart.js";
import { TimelineLegend } from "./timeline-legend.js";
import { TimelineTable } from "./timeline-table.js";
import "./timeline.css";

const refreshMs = 1000;
const counts = ["5", "10", "20", "50"] as const;
const countCodec = oneOf(counts, "10");

/** The newest rounds of a run: who computed what when, and where the time went. */
export function TimelinePanel({
  run,
  of,
}: {
  readonly run: RunSnapshot;
  readonly of?: ReactNode;
}): ReactNode {
  const [count, setCount] = useQueryState("rounds", countCodec);
  const [held, setHeld] = useState<TimelinePage>();
  const { value, error, isLoading } = useAnswer<TimelinePage>(
    `/v1/runs/${encodeURIComponent(run.runId)}/timeline?rounds=${count}`,
    { refreshMs: isFinished(run) || held ? undefined : refreshMs, keep: true },
  );
  const page = held ?? value;
  if (page === undefined || page.rounds.length === 0) {
    return <Nothing run={run} error={error} isLoading={isLoading} />;
  }
  const rounds = page.rounds.slice(-Number(count));
  const straggler = stragglerOf(rounds);
  return (
    <>
      <Panel
        title="Step timeline"
        tools={
          <>
            {of}
            <Choice
              label="Rounds shown"
              options={counts.map((value) => ({ value, label: value, hint: `${value} rounds` }))}
              value={count}
              onChange={setCount}
            />
            {!isFinished(run) && (
              <button type="button" className="button" onClick={() => setHeld(held ? undefined : value)}>
                <Icon name={held ? "play" : "pause"} />
                {held ? "Follow" : "Hold"}
              </button>
            )}
          </>
        }
      >
        <div className="timeline-body">
          {error !== undefined && <Notice tone="warn">What is shown is old: {error}</Notice>}
          {straggler && (
            <p className="timeline-straggler">
              <Icon name="warning" />
              {stragglerText(straggler)}
            </p>
          )}
          <TimelineLegend />
          <TimelineChart rounds={rounds} straggler={straggler?.workerId} />
          <TimelineTable rounds={rounds} />
        </div>
      </Panel>
      <SplitPanel rounds={rounds} />
    </>
  );
}

function Nothing({
  run,
  error,
  isLoading,
}: {
  readonly run: RunSnapshot;
  readonly error: string | undefined;
  readonly isLoading: boolean;
}): ReactNode {
  return (
    <Panel title="Step timeline">
      {isLoading ? (
        <Loading what="the timeline" />
      ) : (
        <EmptyState title="No timeline">
          {isFinished(run)
            ? "Who computed what when is known while a run goes on, and not kept afterwards."
            : "It begins with the first round that is computed."}
          {error !== undefined && <span className="quiet"> The coordinator says: {error}.</span>}
        </EmptyState>
      )}
    </Panel>
  );
}
