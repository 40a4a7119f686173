import { numberWithin } from "../fields.js";
import { classIdField, metricNameField, refusedOfMetrics } from "./metric-fields.js";

const refused = { ...refusedOfMetrics, topK: "use thresholds and classId" };

/** Options of metrics that count outputs above a threshold, with those that are refused. */
export const thresholdFields = () => ({
  name: metricNameField(),
  thresholds: numberWithin(0, 1)
    .default(0.5)
    .describe("One number: outputs above it count as positive. Default: 0.5."),
});

export const classThresholdFields = () => ({ ...thresholdFields(), classId: classIdField() });

export { refused as refusedOfThresholdMetrics };
