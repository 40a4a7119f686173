import type { GradientFlowOfLayer } from "@lockstep/telemetry/views";

/** What is drawn beside a layer's heatmap: one value for each sampled step. */
export interface NormSeries {
  readonly title: string;
  /** What it means, for who does not know. */
  readonly hint: string;
  readonly values: readonly number[];
}

export function normSeriesOf(flow: GradientFlowOfLayer): readonly NormSeries[] {
  return [
    {
      title: "Parameter norm",
      hint: "L2 norm of the layer's parameters, before the step",
      values: flow.parameterNorms,
    },
    {
      title: "Gradient norm",
      hint: "L2 norm of their gradient, before clipping",
      values: flow.gradientNorms,
    },
    {
      title: "Update ratio",
      hint: "Norm of the parameters' change by norm of the parameters; about 1e-3 is usual",
      values: flow.updateNorms.map((norm, index) => norm / (flow.parameterNorms[index] ?? Number.NaN)),
    },
  ];
}
