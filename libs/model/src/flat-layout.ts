import type { ParameterPlan, StatePlan } from "./model-plan.js";
import type { NamedLayer } from "./named-layers.js";
import type { WeightShape } from "./layers/layer-shapes.js";
import { sizeOf } from "./initializers/elements.js";

/** Gives parameters their places in the flat buffer, and carried states theirs in a row: end to end, as they come. */
export class FlatLayout {
  /** Elements so far. */
  parameterCount = 0;
  /** Elements of a row so far. */
  stateSize = 0;

  parameters({ path, trainable }: NamedLayer, weights: readonly WeightShape[]): ParameterPlan[] {
    return weights.map(({ name, shape, initializer, regularizer, constraint }) => {
      const size = sizeOf(shape);
      const offset = this.parameterCount;
      this.parameterCount += size;
      return {
        layer: path,
        name,
        shape,
        offset,
        size,
        initializer,
        ...(regularizer !== undefined && { regularizer }),
        ...(constraint !== undefined && { constraint }),
        ...(!trainable && { trainable }),
      };
    });
  }

  states({ path }: NamedLayer, stateUnits: readonly number[]): StatePlan[] {
    return stateUnits.map((units) => {
      const offset = this.stateSize;
      this.stateSize += units;
      return { layer: path, units, offset };
    });
  }
}
