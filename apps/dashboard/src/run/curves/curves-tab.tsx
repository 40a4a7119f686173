import { isFinished, type RunSnapshot } from "@lockstep/telemetry/events";
import type { EpochsPage } from "@lockstep/telemetry/views";
import { useMemo, useRef, useState, type ReactNode } from "react";
import { useAnswer } from "../../api/use-answer.js";
import { ChartCursor } from "../../charts/chart-cursor.js";
import { useElementWidth } from "../../charts/use-element-width.js";
import { EmptyState } from "../../parts/empty-state.js";
import { Loading } from "../../parts/loading.js";
import { Notice } from "../../parts/notice.js";
import type { TabProps } from "../tab-props.js";
import { CurvePanel } from "./curve-panel.js";
import { CurvesToolbar } from "./curves-toolbar.js";
import { placeOfStep, stepAt, type AxisScale } from "./curve-axis.js";
import { curveCharts } from "./curve-charts.js";
import { useCurveSettings } from "./curve-settings.js";
import "./curves.css";
import { EpochTable } from "./epoch-table.js";
import { epochRows, stepsPerEpochOf } from "./epoch-rows.js";
import { useCurves } from "./use-curves.js";
import { useCurveMarks } from "./use-curve-marks.js";

/** What epochs were told meanwhile is known all the same, but for how long they took. */
const epochsRefreshMs = 15_000;

/** Loss and metrics as they go. */
export default function CurvesTab({ run }: TabProps): ReactNode {
  if (run.kind !== "train") {
    return (
      <EmptyState title="No curves here">
        Only trainings have curves: this run {run.kind === "evaluate" ? "evaluates" : "predicts"} with a model
        as it is.
      </EmptyState>
    );
  }
  return <Curves run={run} />;
}

function Curves({ run }: { readonly run: RunSnapshot }): ReactNode {
  const settings = useCurveSettings();
  const grid = useRef<HTMLDivElement>(null);
  const width = useElementWidth(grid);
  const [cursor] = useState(() => new ChartCursor());
  const curves = useCurves(run, settings.zoom, pointsOf(width));
  const answered = useAnswer<EpochsPage>(`/v1/runs/${encodeURIComponent(run.runId)}/epochs`, {
    refreshMs: isFinished(run) ? undefined : epochsRefreshMs,
  });
  const epochs = useMemo(() => epochRows(answered.value?.epochs ?? [], run), [answered.value, run]);
  const { whole, shown } = curves;
  const { axis, smoothing, zoom } = settings;
  const stepsPerEpoch = stepsPerEpochOf(run);
  const originMs = whole.times[0] ?? run.submittedMs;
  const scale = useMemo((): AxisScale => {
    return { axis, stepsPerEpoch, originMs, whole };
  }, [axis, stepsPerEpoch, originMs, whole]);
  const charts = useMemo(
    () => curveCharts(shown, epochs, { scale, smoothing }),
    [shown, epochs, scale, smoothing],
  );
  const marks = useCurveMarks(run.runId, scale, settings.showsMarks);
  const window = useMemo(
    () => zoom && ([placeOfStep(scale, zoom[0]), placeOfStep(scale, zoom[1])] as const),
    [zoom, scale],
  );
  const setWindow = (chosen: readonly [number, number] | undefined): void =>
    settings.setZoom(chosen && [rounded(stepAt(scale, chosen[0])), rounded(stepAt(scale, chosen[1]))]);

  return (
    <div className="curves">
      <CurvesToolbar settings={settings} run={run} table={shown} scale={scale} />
      {curves.error !== undefined && (
        <Notice tone="warn">
          Steps of before cannot be shown ({curves.error}); what comes from now on is.
        </Notice>
      )}
      <div ref={grid} className="curves-grid">
        {charts.map((chart) => (
          <CurvePanel
            key={chart.key}
            chart={chart}
            settings={settings}
            window={window}
            onWindow={setWindow}
            marks={marks}
            cursor={cursor}
            runName={run.name}
          />
        ))}
      </div>
      {charts.length === 0 && <NothingYet run={run} isLoading={curves.isLoading} />}
      <EpochTable epochs={epochs} />
    </div>
  );
}

function NothingYet({
  run,
  isLoading,
}: {
  readonly run: RunSnapshot;
  readonly isLoading: boolean;
}): ReactNode {
  if (isLoading) return <Loading what="curves" />;
  if (run.state === "waiting") {
    return (
      <EmptyState title="No steps yet" command="lockstep worker --coordinator HOST:PORT">
        The run waits for {run.waitingFor ?? "something"}.
      </EmptyState>
    );
  }
  return <EmptyState title="No steps yet">Curves begin with the first step.</EmptyState>;
}

/** As many buckets as a chart has pixels, in steps so that not every width asks anew. */
function pointsOf(gridWidth: number): number {
  if (gridWidth === 0) return 0;
  const columns = Math.max(1, Math.floor(gridWidth / 420));
  return Math.min(2000, Math.max(200, Math.ceil(gridWidth / columns / 200) * 200));
}

/** Addresses need no more than this. */
function rounded(step: number): number {
  return Math.round(step * 100) / 100;
}
