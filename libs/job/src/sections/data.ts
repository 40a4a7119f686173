import { dataSourceSchema, testSourceSchema } from "../data-sources/data-source.js";
import { mapping } from "../structures.js";

export const dataSchema = mapping({
  train: dataSourceSchema.describe("The training data."),
  validation: dataSourceSchema
    .exactOptional()
    .describe("Data to evaluate on after every epoch; not together with fit.validationSplit. Default: none."),
  test: testSourceSchema.exactOptional(),
}).describe("The data of the run.");
