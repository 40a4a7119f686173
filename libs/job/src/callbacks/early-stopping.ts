import * as z from "zod";
import { flag, nonNegativeFloat32, wholeNumber } from "../fields.js";
import { variant } from "../structures.js";
import { modeField, monitorField, refusedOfCallbacks } from "./callback-fields.js";

export const earlyStoppingSchema = variant(
  {
    type: "EarlyStopping",
    about: "Ends the training when a measure gets no better.",
    description: "EarlyStopping: ends the training when a measure gets no better.",
    refused: refusedOfCallbacks,
  },
  () => ({
    monitor: monitorField(),
    minDelta: nonNegativeFloat32().default(0).describe("Least change that counts as better. Default: 0."),
    patience: wholeNumber(0, 1e9)
      .default(0)
      .describe("Epochs without a better value that are waited for. Default: 0."),
    mode: modeField(),
    baseline: z
      .number({ error: "expected a number" })
      .exactOptional()
      .describe("Value that must be bettered for the waiting to begin anew. Default: none."),
    restoreBestWeights: flag()
      .default(false)
      .describe("The best epoch's parameters become the result. Default: false, the last epoch's."),
    startFromEpoch: wholeNumber(0, 1e9)
      .default(0)
      .describe("First epoch, from 0, that is watched. Default: 0."),
  }),
);

/** EarlyStopping with all defaults filled in. */
export type EarlyStoppingSpec = z.output<typeof earlyStoppingSchema>;
