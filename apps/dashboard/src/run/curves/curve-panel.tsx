import { useRef, type ReactNode } from "react";
import type { ChartCursor } from "../../charts/chart-cursor.js";
import type { ChartMark, ChartWindow } from "../../charts/chart-model.js";
import { LineChart, type LineChartHandle } from "../../charts/line-chart.js";
import { Icon } from "../../parts/icon.js";
import { savePicture } from "../../downloads/save-picture.js";
import { Panel } from "../../parts/panel.js";
import { axisKinds, axisNames } from "./curve-axis.js";
import type { CurveChart } from "./curve-charts.js";
import type { CurveSettings } from "./curve-settings.js";

/** A chart with its title. */
export function CurvePanel({
  chart,
  settings,
  window,
  onWindow,
  marks,
  cursor,
  runName,
}: {
  readonly chart: CurveChart;
  readonly settings: CurveSettings;
  readonly window: ChartWindow | undefined;
  readonly onWindow: (window: ChartWindow | undefined) => void;
  readonly marks: readonly ChartMark[];
  readonly cursor: ChartCursor;
  readonly runName: string;
}): ReactNode {
  const handle = useRef<LineChartHandle>(null);
  const save = (): void => {
    const canvas = handle.current?.canvas();
    if (canvas)
      savePicture(canvas, `${runName}: ${chart.title}`, chart.model.lines, `${runName}-${chart.key}`);
  };
  const tools = (
    <button
      type="button"
      className="button button-quiet button-icon"
      aria-label={`Save ${chart.title} as a picture (PNG)`}
      title="Save as a picture (PNG)"
      onClick={save}
    >
      <Icon name="download" />
    </button>
  );
  return (
    <Panel title={chart.title} tools={tools}>
      <LineChart
        ref={handle}
        label={chart.title}
        model={chart.model}
        xKind={axisKinds[settings.axis]}
        xName={axisNames[settings.axis]}
        window={window}
        onWindow={onWindow}
        isLog={settings.scale === "log"}
        clip={settings.outliers === "clip"}
        onUnclip={() => settings.setOutliers("show")}
        marks={marks}
        cursor={cursor}
      />
    </Panel>
  );
}
