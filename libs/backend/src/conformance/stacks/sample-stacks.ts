import { activationStacks } from "./activation-stacks.js";
import { bidirectionalStacks } from "./bidirectional-stacks.js";
import { dropoutStacks } from "./dropout-stacks.js";
import { graphStacks } from "./graph-stacks.js";
import { layerStacks } from "./layer-stacks.js";
import { recurrentStacks } from "./recurrent-stacks.js";
import type { Stacks } from "./stack.js";

/** Models that together use every layer and every option that changes numbers. */
export const stacks: Stacks = {
  ...recurrentStacks,
  ...bidirectionalStacks,
  ...dropoutStacks,
  ...layerStacks,
  ...graphStacks,
  ...activationStacks,
};
