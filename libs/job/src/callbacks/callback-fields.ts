import { choice, text } from "../fields.js";
import type { Refused } from "../structures.js";

export const monitorField = () =>
  text("a measure's name", 200)
    .default("val_loss")
    .describe(
      "What is watched: loss or a metric, with val_ before it for the validation data. Default: val_loss.",
    );

export const modeField = () =>
  choice(["auto", "min", "max"])
    .default("auto")
    .describe("What is better: min (less), max (more), or auto, as the measure wants it. Default: auto.");

export const refusedOfCallbacks: Refused = { verbose: "progress always says what a callback does" };
