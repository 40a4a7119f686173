import type { GradientFlowOfLayer } from "@lockstep/telemetry/views";
import { useState, type ReactNode } from "react";
import { counted } from "../../format/counted.js";
import { formatNumber } from "../../format/numbers.js";
import { Panel } from "../../parts/panel.js";
import { StateMark } from "../../parts/state-mark.js";
import type { StateLook } from "../../parts/tone.js";
import { LogLineChart } from "../../plot/log-line-chart.js";
import { FlowTable } from "./flow-table.js";
import { readFlow, type Verdict } from "./flow-reading.js";
import type { Cell } from "./heatmap-cells.js";
import { Heatmap } from "./heatmap.js";
import type { NormScale } from "./norm-scale.js";
import { normSeriesOf } from "./norm-series.js";

const looks: Readonly<Record<Verdict, StateLook>> = {
  vanishes: { word: "Vanishes", icon: "down", tone: "bad" },
  fades: { word: "Fades", icon: "down", tone: "warn" },
  holds: { word: "Holds", icon: "check", tone: "good" },
  grows: { word: "Grows", icon: "up", tone: "warn" },
  explodes: { word: "Explodes", icon: "up", tone: "bad" },
  breaks: { word: "Not a number", icon: "cross", tone: "bad" },
  nothing: { word: "Nothing flows", icon: "pause", tone: "idle" },
};

/** One recurrent layer: what becomes of its gradient on the way back through time, and its norms as training goes on. */
export function LayerFlow({
  flow,
  steps,
  scale,
}: {
  readonly flow: GradientFlowOfLayer;
  readonly steps: readonly number[];
  readonly scale: NormScale | undefined;
}): ReactNode {
  const [cursor, setCursor] = useState<Cell>();
  const { verdict, text } = readFlow(flow);
  const hasTime = scale !== undefined && flow.norms.some((row) => row.length > 0);
  return (
    <Panel title={flow.layer} tools={hasTime && <StateMark look={looks[verdict]} />}>
      {hasTime && (
        <p className="flow-reading">
          {text}{" "}
          <span className="quiet">
            {counted(flow.timeSteps, "time step")}, {counted(steps.length, "sampled step")}
          </span>
        </p>
      )}
      <div className="flow-layer" data-has-time={hasTime}>
        {hasTime && (
          <div className="flow-map">
            <span className="heatmap-title">training step</span>
            <Heatmap flow={flow} steps={steps} scale={scale} cursor={cursor} onCursor={setCursor} />
          </div>
        )}
        <div className="flow-norms">
          {normSeriesOf(flow).map(({ title, hint, values }) => (
            <div key={title}>
              <p className="flow-norm" title={hint}>
                {title} <strong>{formatNumber(values[cursor?.row ?? values.length - 1])}</strong>
              </p>
              <LogLineChart
                title={`${title} of ${flow.layer}`}
                steps={steps}
                values={values}
                cursor={cursor?.row}
                onCursor={(row) =>
                  setCursor(row === undefined ? undefined : { row, column: cursor?.column ?? 0 })
                }
              />
            </div>
          ))}
        </div>
      </div>
      {hasTime && <FlowTable flow={flow} steps={steps} />}
    </Panel>
  );
}
