import * as z from "zod";
import { mapping } from "../structures.js";
import { refusedOfCallbacks } from "./callback-fields.js";

const place = "the file is log.csv in the run's folder";

export const csvLoggerSchema = mapping(
  { type: z.literal("CSVLogger").describe("Writes a line an epoch to log.csv in the run's folder.") },
  {
    ...refusedOfCallbacks,
    filename: place,
    separator: "values stand between commas",
    append: place,
  },
).describe("CSVLogger: writes loss and metrics of every epoch as CSV.");

/** CSVLogger with all defaults filled in. */
export type CsvLoggerSpec = z.output<typeof csvLoggerSchema>;
