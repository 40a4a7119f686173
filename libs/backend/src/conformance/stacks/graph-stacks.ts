import { dense, gru, lstm, sequences, simple } from "./layer-options.js";
import type { Stacks } from "./stack.js";

/** Other shapes, and graphs with branches. */
export const graphStacks: Stacks = {
  "one vector as a sequence": {
    layers: [lstm, { type: "RepeatVector", n: 4 }, { ...gru, ...sequences }, dense],
    mask: "any",
  },
  "an encoder and a decoder": {
    inputs: [{ name: "input" }, { name: "context" }],
    vectors: [2],
    layers: [
      { ...lstm, name: "encoder", returnState: true },
      { type: "RepeatVector", name: "starts", n: 3, inputs: ["context"] },
      {
        ...lstm,
        name: "decoder",
        ...sequences,
        inputs: ["starts"],
        initialState: ["encoder:1", "encoder:2"],
      },
      dense,
    ],
    mask: "any",
  },
  "other shapes": {
    layers: [
      { ...dense, units: 6 },
      { type: "Reshape", targetShape: [-1, 3] },
      { ...gru, units: 4, ...sequences },
      { type: "Flatten" },
      { type: "Reshape", targetShape: [2, -1] },
      { ...simple, ...sequences },
      { type: "Reshape", targetShape: [6] },
      dense,
    ],
  },
  "merged branches with one mask": {
    layers: [
      { ...lstm, name: "a", ...sequences },
      { ...gru, name: "b", ...sequences, inputs: ["input"] },
      { ...dense, name: "c", units: 3, activation: "tanh", inputs: ["input"] },
      { type: "Add", name: "sum", inputs: ["a", "b", "c"] },
      { type: "Subtract", name: "difference", inputs: ["sum", "c"] },
      { type: "Multiply", name: "product", inputs: ["a", "b", "difference"] },
      { type: "Average", name: "mean", inputs: ["product", "a", "b"] },
      { type: "Maximum", name: "largest", inputs: ["mean", "c", "a"] },
      { type: "Minimum", name: "smallest", inputs: ["mean", "b", "c"] },
      { type: "Concatenate", name: "side_by_side", inputs: ["largest", "smallest"] },
      lstm,
    ],
    mask: "any",
  },
  "merged branches with several masks": {
    layers: [
      { type: "Masking", name: "masked" },
      { ...dense, name: "a", units: 3, inputs: ["input"] },
      { ...dense, name: "b", units: 3, inputs: ["masked"] },
      { type: "Concatenate", name: "in_time", inputs: ["a", "b"], axis: 1 },
      { ...gru, name: "over_both" },
      { type: "Add", name: "either", inputs: ["a", "b"] },
      { ...lstm, name: "over_either" },
      { type: "Concatenate", name: "beside", inputs: ["b", "a"] },
      { ...simple, name: "over_beside", units: 2 },
      { type: "Concatenate", inputs: ["over_both", "over_either", "over_beside"] },
    ],
    zeroSteps: true,
    mask: "any",
  },
  "merged values of which some are masked": {
    layers: [
      { type: "Masking", name: "masked" },
      { ...dense, name: "a", units: 3, inputs: ["input"] },
      { ...dense, name: "b", units: 3, inputs: ["masked"] },
      { type: "Conv1D", name: "c", filters: 3, kernelSize: 1, inputs: ["input"] },
      { type: "Multiply", name: "product", inputs: ["a", "b"] },
      { type: "Multiply", name: "product_of_three", inputs: ["a", "c", "b"] },
      { type: "Maximum", name: "largest", inputs: ["a", "b"] },
      { type: "Minimum", name: "smallest", inputs: ["b", "a"] },
      { type: "Maximum", name: "largest_of_three", inputs: ["a", "c", "b"] },
      { type: "Minimum", name: "smallest_of_three", inputs: ["a", "b", "c"] },
      {
        type: "Concatenate",
        inputs: [
          "product",
          "product_of_three",
          "largest",
          "smallest",
          "largest_of_three",
          "smallest_of_three",
        ],
      },
      { type: "Flatten" },
    ],
    zeroSteps: true,
    mask: "any",
  },
  "merged branches, one without a mask": {
    layers: [
      { type: "Masking", name: "masked" },
      { type: "Conv1D", name: "plain", filters: 3, kernelSize: 1, inputs: ["input"] },
      { ...dense, name: "a", units: 3, inputs: ["masked"] },
      { type: "Multiply", name: "unmasked", inputs: ["a", "plain"] },
      { ...gru, name: "over_unmasked" },
      { type: "Concatenate", name: "beside", inputs: ["a", "plain"] },
      { ...simple, name: "over_beside" },
      { type: "Concatenate", name: "in_time", inputs: ["a", "plain"], axis: 1 },
      { ...lstm, name: "over_time" },
      { type: "Average", inputs: ["over_unmasked", "over_beside", "over_time"] },
    ],
    zeroSteps: true,
  },
};
