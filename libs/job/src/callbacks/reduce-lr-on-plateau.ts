import type * as z from "zod";
import { expected, nonNegativeFloat32, positiveFloat32, wholeNumber } from "../fields.js";
import { variant } from "../structures.js";
import { modeField, monitorField, refusedOfCallbacks } from "./callback-fields.js";

export const reduceLrOnPlateauSchema = variant(
  {
    type: "ReduceLROnPlateau",
    about: "Lowers the learning rate when a measure gets no better.",
    description: "ReduceLROnPlateau: lowers a constant learning rate when a measure gets no better.",
    refused: { ...refusedOfCallbacks, epsilon: "its name is minDelta" },
  },
  () => ({
    monitor: monitorField(),
    factor: positiveFloat32()
      .refine((factor) => factor < 1, { error: expected("a number above 0 and below 1") })
      .default(0.1)
      .describe("What the learning rate is multiplied with. Default: 0.1."),
    patience: wholeNumber(0, 1e9)
      .default(10)
      .describe("Epochs without a better value that are waited for. Default: 10."),
    mode: modeField(),
    minDelta: nonNegativeFloat32()
      .default(0.0001)
      .describe("Least change that counts as better. Default: 0.0001."),
    cooldown: wholeNumber(0, 1e9)
      .default(0)
      .describe("Epochs after a reduction that are not watched. Default: 0."),
    minLr: nonNegativeFloat32().default(0).describe("Least learning rate. Default: 0."),
  }),
);

/** ReduceLROnPlateau with all defaults filled in. */
export type ReduceLrOnPlateauSpec = z.output<typeof reduceLrOnPlateauSchema>;
