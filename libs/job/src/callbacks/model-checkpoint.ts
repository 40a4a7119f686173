import * as z from "zod";
import { expected } from "../fields.js";
import { variant } from "../structures.js";
import { modeField, monitorField, refusedOfCallbacks } from "./callback-fields.js";

const place = "the best model is saved in the run's folder";

export const modelCheckpointSchema = variant(
  {
    type: "ModelCheckpoint",
    about: "Saves the model of the best epoch beside that of the last.",
    description: "ModelCheckpoint: saves the model of the best epoch.",
    refused: {
      ...refusedOfCallbacks,
      filepath: place,
      saveWeightsOnly: "models are saved whole",
      saveFreq: "the best model is looked for at the end of every epoch",
      initialValueThreshold: "the first epoch's model is the best one so far",
    },
  },
  () => ({
    monitor: monitorField(),
    mode: modeField(),
    saveBestOnly: z
      .literal(true, { error: expected("true (only the best model is saved)") })
      .default(true)
      .describe("Only true: the best model alone is saved, in the run's folder. Default: true."),
  }),
);

/** ModelCheckpoint with all defaults filled in. */
export type ModelCheckpointSpec = z.output<typeof modelCheckpointSchema>;
