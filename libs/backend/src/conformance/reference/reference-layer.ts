import type { LayerPlan } from "@lockstep/model";
import type { BatchRandomness } from "../../gradient-backend.js";
import type { StateShift } from "./reference-model.js";
import type { ReferenceValue, Vector, Weights } from "./reference-value.js";

/** What a layer of one sequence works with besides its inputs. */
export interface LayerContext {
  /** Which row of the batch the sequence is. */
  readonly row: number;
  /** What a recurrent layer starts from; empty: zeros. */
  readonly initialStates: readonly Vector[];
  /** Present while training. */
  readonly random: BatchRandomness | undefined;
  readonly shift: StateShift | undefined;
  weightsOf(layer: LayerPlan): Weights;
}

export interface LayerResult {
  /** The output, then the states that the layer returns. */
  readonly outputs: readonly ReferenceValue[];
  /** States after the last step, of recurrent layers. */
  readonly finalStates: readonly Vector[];
}
