import type { GradientFlowPage } from "@lockstep/telemetry/views";
import type { ReactNode } from "react";
import { LayerFlow } from "./layer-flow.js";
import { Legend } from "./legend.js";
import { normScaleOf } from "./norm-scale.js";
import "./gradient-flow.css";

/** The gradient flow of all layers of a run, on one scale. */
export function GradientFlowView({ page }: { readonly page: GradientFlowPage }): ReactNode {
  const { layers, steps } = page;
  const scale = normScaleOf(layers);
  const norms = layers.flatMap((layer) => layer.norms.flat());
  return (
    <div className="flow">
      {scale !== undefined && (
        <Legend
          scale={scale}
          hasZeros={norms.includes(0)}
          hasBroken={norms.some((norm) => !Number.isFinite(norm))}
        />
      )}
      {layers.map((flow) => (
        <LayerFlow key={flow.layer} flow={flow} steps={steps} scale={scale} />
      ))}
    </div>
  );
}
