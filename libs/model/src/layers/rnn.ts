import type { RnnSpec } from "@lockstep/job";
import type { Shape } from "../model-plan.js";
import type { LayerShapes } from "./layer-shapes.js";

/**
 * RNN of stacked cells: the last cell's output, then all cells' states in the order of the cells.
 * @param shapesOfCell shapes of the cell's layer for an input shape; each cell works on what the one before gives
 */
export function rnnShapes(
  { cells, returnSequences, returnState }: RnnSpec,
  inputShape: Shape,
  shapesOfCell: (index: number, inputShape: Shape) => LayerShapes,
): LayerShapes {
  const [timeSteps = 0] = inputShape;
  let shape = inputShape;
  const inner = cells.map(({ units }, index) => {
    const shapes = { ...shapesOfCell(index, shape), inputShape: shape };
    shape = [timeSteps, units];
    return shapes;
  });
  const stateUnits = inner.flatMap((shapes) => shapes.stateUnits);
  const states = returnState ? stateUnits.map((units) => [units]) : [];
  return { outputs: [returnSequences ? shape : shape.slice(1), ...states], weights: [], stateUnits, inner };
}
