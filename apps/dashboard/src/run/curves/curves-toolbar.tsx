import type { RunSnapshot } from "@lockstep/telemetry/events";
import { useId, type ReactNode } from "react";
import { saveText } from "../../downloads/save-file.js";
import { formatCount } from "../../format/numbers.js";
import { Choice } from "../../parts/choice.js";
import { Icon } from "../../parts/icon.js";
import type { AxisScale, CurveAxis } from "./curve-axis.js";
import { curvesCsv } from "./curves-csv.js";
import { maxSmoothing, type CurveSettings } from "./curve-settings.js";
import type { CurveTable } from "./curve-table.js";

const axes: readonly { readonly value: CurveAxis; readonly label: string; readonly hint: string }[] = [
  { value: "step", label: "Step", hint: "Over steps" },
  { value: "epoch", label: "Epoch", hint: "Over epochs" },
  { value: "relative", label: "Relative", hint: "Over the time since the first step" },
  { value: "wall", label: "Wall", hint: "Over the time of the day" },
];

const scales = [
  { value: "linear", label: "Linear", hint: "Linear scale" },
  { value: "log", label: "Log", hint: "Logarithmic scale" },
] as const;

/** How curves are looked at. */
export function CurvesToolbar({
  settings,
  run,
  table,
  scale,
}: {
  readonly settings: CurveSettings;
  readonly run: RunSnapshot;
  readonly table: CurveTable;
  readonly scale: AxisScale;
}): ReactNode {
  const { zoom } = settings;
  return (
    <div className="curves-toolbar" role="group" aria-label="How curves are shown">
      <Choice label="Horizontal axis" options={axes} value={settings.axis} onChange={settings.setAxis} />
      <Choice label="Vertical scale" options={scales} value={settings.scale} onChange={settings.setScale} />
      <Smoothing value={settings.smoothing} onChange={settings.setSmoothing} />
      <Check
        label="Clip outliers"
        isOn={settings.outliers === "clip"}
        onChange={(isOn) => settings.setOutliers(isOn ? "clip" : "show")}
      />
      <Check label="Events" isOn={settings.showsMarks} onChange={settings.setShowsMarks} />
      <span className="curves-toolbar-end">
        {zoom && (
          <button type="button" className="button" onClick={() => settings.setZoom(undefined)}>
            <Icon name="zoomOut" />
            Steps {formatCount(zoom[0])}–{formatCount(zoom[1])}
          </button>
        )}
        <button
          type="button"
          className="button"
          disabled={table.steps.length === 0}
          onClick={() => saveText(curvesCsv(table, scale), `${run.name}-steps.csv`, "text/csv")}
        >
          <Icon name="download" />
          CSV
        </button>
      </span>
    </div>
  );
}

/** How much curves are smoothed. */
export function Smoothing({
  value,
  onChange,
}: {
  readonly value: number;
  readonly onChange: (value: number) => void;
}): ReactNode {
  const id = useId();
  return (
    <span className="label" title="Exponential moving average over the points that are shown, debiased">
      <label htmlFor={id}>Smoothing</label>
      <input
        id={id}
        type="range"
        min={0}
        max={maxSmoothing}
        step={0.01}
        value={value}
        onChange={(event) => onChange(event.target.valueAsNumber)}
      />
      <output htmlFor={id} className="curves-smoothing">
        {value.toFixed(2)}
      </output>
    </span>
  );
}

function Check({
  label,
  isOn,
  onChange,
}: {
  readonly label: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}): ReactNode {
  return (
    <label className="label">
      <input type="checkbox" checked={isOn} onChange={(event) => onChange(event.target.checked)} />
      {label}
    </label>
  );
}
