import { expected, text, wholeNumber } from "../fields.js";
import type { Refused } from "../structures.js";

/** Name of a metric in the history. */
export const metricNameField = () =>
  text("a name", 100)
    .regex(/^[\p{L}\p{N}]/u, { error: expected("a name that begins with a letter or a digit") })
    .exactOptional()
    .describe("Name in the history and in callbacks' monitor. Default: the word by which the job names it.");

export const classIdField = () =>
  wholeNumber(0, 2 ** 24)
    .exactOptional()
    .describe("Counts this class (output) alone. Default: all.");

export const refusedOfMetrics: Refused = { dtype: "sums are float64" };

/** With the axis of those that work on vectors. */
export const refusedOfVectorMetrics: Refused = { ...refusedOfMetrics, axis: "classes are the last axis" };
