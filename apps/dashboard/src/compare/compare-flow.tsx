import type { GradientFlowOfLayer, GradientFlowPage } from "@lockstep/telemetry/views";
import { memo, useState, type ReactNode } from "react";
import { useAnswers } from "../api/use-answers.js";
import { Panel } from "../parts/panel.js";
import { readFlow } from "../run/gradient-flow/flow-reading.js";
import "../run/gradient-flow/gradient-flow.css";
import type { Cell } from "../run/gradient-flow/heatmap-cells.js";
import { Heatmap } from "../run/gradient-flow/heatmap.js";
import { Legend } from "../run/gradient-flow/legend.js";
import { normScaleOf, type NormScale } from "../run/gradient-flow/norm-scale.js";
import type { ComparedRun } from "./compared-run.js";

const points = 120;

interface FlowOfRun {
  readonly of: ComparedRun;
  readonly flow: GradientFlowOfLayer;
  readonly steps: readonly number[];
}

/** The gradient flow of all runs on one colour scale: what vanishes in one and holds in another is seen at once. */
export const CompareFlow = memo(function CompareFlow({
  runs,
}: {
  readonly runs: readonly ComparedRun[];
}): ReactNode {
  const answers = useAnswers<GradientFlowPage>(
    runs.map(({ run }) => `/v1/runs/${encodeURIComponent(run.runId)}/gradient-flow?points=${points}`),
  );
  const flows = runs.flatMap((of, index): readonly FlowOfRun[] => {
    const page = answers[index]?.value;
    const layers = page?.layers.filter(({ norms }) => norms.some((row) => row.length > 1)) ?? [];
    return layers.map((flow) => ({ of, flow, steps: page?.steps ?? [] }));
  });
  const scale = normScaleOf(flows.map(({ flow }) => flow));
  // One alone is on its run's own page.
  if (scale === undefined || new Set(flows.map(({ of }) => of)).size < 2) return null;
  const norms = flows.flatMap(({ flow }) => flow.norms.flat());
  return (
    <Panel title="Gradient flow">
      <div className="flow">
        <Legend
          scale={scale}
          hasZeros={norms.includes(0)}
          hasBroken={norms.some((norm) => !Number.isFinite(norm))}
        />
        <div className="compare-flows">
          {flows.map((each) => (
            <OneFlow key={`${each.of.run.runId} ${each.flow.layer}`} {...each} scale={scale} />
          ))}
        </div>
      </div>
    </Panel>
  );
});

function OneFlow({ of, flow, steps, scale }: FlowOfRun & { readonly scale: NormScale }): ReactNode {
  const [cursor, setCursor] = useState<Cell>();
  return (
    <div className="flow-map">
      <h3>
        {of.title} <span className="quiet">{flow.layer}</span>
      </h3>
      <p className="flow-reading">{readFlow(flow).text}</p>
      <Heatmap flow={flow} steps={steps} scale={scale} cursor={cursor} onCursor={setCursor} />
    </div>
  );
}
