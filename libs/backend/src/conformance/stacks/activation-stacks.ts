import { activationNames } from "@lockstep/job";
import { dense, gru, lstm, sequences, simple } from "./layer-options.js";
import type { Stacks } from "./stack.js";

/** Each activation in a Dense layer, in a cell and as a layer. */
export const activationStacks: Stacks = Object.fromEntries(
  activationNames.map((activation) => [
    `the activation ${activation}`,
    {
      layers: [
        { ...dense, units: 3, activation },
        { ...lstm, ...sequences, activation, recurrentActivation: "hard_sigmoid" },
        { ...gru, ...sequences, recurrentActivation: activation },
        { ...simple, ...sequences, activation },
        { type: "Activation", activation },
      ],
      scale: activation === "exponential" ? 0.1 : 0.4,
    },
  ]),
);
