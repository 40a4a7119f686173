import { isFinished } from "@lockstep/telemetry/events";
import type { EpochsPage, SeriesPage } from "@lockstep/telemetry/views";
import { memo, useMemo, useState, type ReactNode } from "react";
import { useAnswers } from "../api/use-answers.js";
import { ChartCursor } from "../charts/chart-cursor.js";
import type { XKind } from "../charts/chart-model.js";
import { LineChart } from "../charts/line-chart.js";
import { Choice } from "../parts/choice.js";
import { EmptyState } from "../parts/empty-state.js";
import { Icon } from "../parts/icon.js";
import { Loading } from "../parts/loading.js";
import { Notice } from "../parts/notice.js";
import { Panel } from "../parts/panel.js";
import { Smoothing } from "../run/curves/curves-toolbar.js";
import "../run/curves/curves.css";
import { compareCharts, type CompareAxis } from "./compare-charts.js";
import type { ComparedRun } from "./compared-run.js";
import { useCompareSettings, type CompareSettings } from "./compare-settings.js";

/** Points of each curve: more than there is room for in a chart. */
const points = 600;
const refreshMs = 3000;

const axes: readonly { readonly value: CompareAxis; readonly label: string; readonly hint: string }[] = [
  { value: "step", label: "Step", hint: "Over steps" },
  { value: "epoch", label: "Epoch", hint: "Over epochs" },
  { value: "relative", label: "Relative", hint: "Over the time since each run's first step" },
];
const scales = [
  { value: "linear", label: "Linear", hint: "Linear scale" },
  { value: "log", label: "Log", hint: "Logarithmic scale" },
] as const;
const kinds: Readonly<Record<CompareAxis, XKind>> = { step: "count", epoch: "count", relative: "duration" };
const axisNames: Readonly<Record<CompareAxis, string>> = { step: "step", epoch: "epoch", relative: "after" };

/** The curves of all runs laid over each other, a chart for each measure. */
export const CompareCurvesPart = memo(function CompareCurvesPart({
  runs,
}: {
  readonly runs: readonly ComparedRun[];
}): ReactNode {
  const settings = useCompareSettings();
  const { axis, smoothing, scale, zoom } = settings;
  const [cursor] = useState(() => new ChartCursor());
  const refresh = runs.every(({ run }) => isFinished(run)) ? undefined : refreshMs;
  const paths = runs.map(({ run }) => `/v1/runs/${encodeURIComponent(run.runId)}`);
  const series = useAnswers<SeriesPage>(
    paths.map((path) => `${path}/series?points=${points}`),
    { refreshMs: refresh },
  );
  const epochs = useAnswers<EpochsPage>(
    paths.map((path) => `${path}/epochs`),
    { refreshMs: refresh },
  );
  const charts = useMemo(() => {
    const curves = runs.map((of, index) => ({
      of,
      series: series[index]?.value,
      epochs: epochs[index]?.value?.epochs ?? [],
    }));
    return compareCharts(curves, { axis, smoothing });
  }, [runs, series, epochs, axis, smoothing]);
  const errors = series.flatMap(({ error }, index) =>
    error === undefined ? [] : [`${runs[index]?.title ?? ""}: ${error}`],
  );
  return (
    <>
      <CompareToolbar settings={settings} />
      {errors.length > 0 && <Notice tone="warn">Not all curves can be shown. {errors.join("; ")}</Notice>}
      <div className="curves-grid">
        {charts.map(({ key, title, model }) => (
          <Panel key={key} title={title}>
            <LineChart
              label={title}
              model={model}
              xKind={kinds[axis]}
              xName={axisNames[axis]}
              window={zoom}
              onWindow={settings.setZoom}
              isLog={scale === "log"}
              clip
              cursor={cursor}
            />
          </Panel>
        ))}
      </div>
      {charts.length === 0 && <NoCurves isLoading={series.some(({ isLoading }) => isLoading)} />}
    </>
  );
});

function CompareToolbar({ settings }: { readonly settings: CompareSettings }): ReactNode {
  return (
    <div className="curves-toolbar" role="group" aria-label="How curves are shown">
      <Choice label="Horizontal axis" options={axes} value={settings.axis} onChange={settings.setAxis} />
      <Choice label="Vertical scale" options={scales} value={settings.scale} onChange={settings.setScale} />
      <Smoothing value={settings.smoothing} onChange={settings.setSmoothing} />
      {settings.zoom && (
        <button type="button" className="button" onClick={() => settings.setZoom(undefined)}>
          <Icon name="zoomOut" />
          Show all
        </button>
      )}
    </div>
  );
}

function NoCurves({ isLoading }: { readonly isLoading: boolean }): ReactNode {
  if (isLoading) return <Loading what="curves" />;
  return <EmptyState title="No curves">None of these runs has taken a step.</EmptyState>;
}
