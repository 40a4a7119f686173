import { UnsupportedModelError } from "@lockstep/backend";
import type { LayerPlan } from "@lockstep/model";

/**
 * A time step is one vector between layers, so what works along the last axis needs that to be the only one beside
 * time.
 * @throws UnsupportedModelError for more axes than time and features
 */
export function checkFeatureAxis({ path, inputShape }: LayerPlan): void {
  if (inputShape.length <= 2) return;
  throw new UnsupportedModelError(
    path,
    `expected an input of shape (features) or (timeSteps, features), got (${inputShape.join(", ")})`,
  );
}
