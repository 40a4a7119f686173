import type { ModelPlan } from "@lockstep/model";
import { objectiveOf, type Objective } from "@lockstep/objective";
import { jobOf } from "./model-spec.js";

/** The objective of the notebook. */
export function notebookObjective(plan: ModelPlan): Objective {
  const { loss, metrics, weightedMetrics } = jobOf({
    model: { layers: [{ type: "Dense", units: 1 }] },
    loss: "binary_crossentropy",
    metrics: ["accuracy"],
  });
  return objectiveOf({ loss, metrics, weightedMetrics }, plan);
}
