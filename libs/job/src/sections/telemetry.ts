import type * as z from "zod";
import { wholeNumber } from "../fields.js";
import { mapping } from "../structures.js";

const gradientFlowSchema = mapping({
  everySteps: wholeNumber(0, 1e9)
    .default(20)
    .describe(
      "Steps from one that is looked at to the next; the first step is one. 0: none is; nor where recurrent layers have more than some 65,000 time steps together. Default: 20.",
    ),
});

export const telemetrySchema = mapping({
  gradientFlow: gradientFlowSchema
    .prefault({})
    .describe(
      "How large dL/dh_t is in each recurrent layer at each time step, and parameters, gradient and update of each layer. It changes no number of the training. Default: all defaults.",
    ),
}).describe("What a run tells of itself, besides its losses and metrics.");

/** What a run tells of itself, with all defaults filled in. */
export type TelemetrySpec = z.output<typeof telemetrySchema>;
