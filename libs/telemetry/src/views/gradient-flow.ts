/** How large the gradient is that reaches each time step of each recurrent layer, at the steps that were sampled. */
export interface GradientFlowPage {
  readonly runId: string;
  readonly layers: readonly GradientFlowOfLayer[];
  /** Steps that were sampled, going up; thinned out evenly where there are more than asked for. */
  readonly steps: readonly number[];
  /** Sampled steps in all. */
  readonly total: number;
}

export interface GradientFlowOfLayer {
  /** Directions of a Bidirectional layer are layers of their own. */
  readonly layer: string;
  /** Time steps of the sequences; `norms` may pool neighbouring ones into fewer columns, by their greatest. */
  readonly timeSteps: number;
  /** Of each sampled step: L2 norm of dL/dh_t over the global batch, for each column. */
  readonly norms: readonly (readonly number[])[];
  /** Of each sampled step: L2 norms of the layer's parameters before it, of their gradient, and of their change. */
  readonly parameterNorms: readonly number[];
  readonly gradientNorms: readonly number[];
  readonly updateNorms: readonly number[];
}
