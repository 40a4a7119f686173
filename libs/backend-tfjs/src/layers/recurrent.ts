import type { RecurrentSpec } from "@lockstep/job";
import type { LayerPlan } from "@lockstep/model";
import type { TensorOps } from "../ops/tensor-ops.js";
import type { LayerKernel } from "./layer-kernel.js";
import { recurrentLayer, runRecurrent } from "./recurrent/recurrent-layer.js";

/** SimpleRNN, LSTM or GRU: a cell over time. Parameters: kernel, recurrent kernel, bias if used. */
export function recurrentKernel<T>(plan: LayerPlan<RecurrentSpec>, ops: TensorOps<T>): LayerKernel<T> {
  const layer = recurrentLayer(plan.spec, plan.spec, plan, ops);
  return { givesLogits: false, forward: (call) => runRecurrent(layer, call) };
}
