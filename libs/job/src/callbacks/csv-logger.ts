import type * as z from "zod";
import { variant } from "../structures.js";
import { refusedOfCallbacks } from "./callback-fields.js";

const place = "the file is log.csv in the run's folder";

export const csvLoggerSchema = variant({
  type: "CSVLogger",
  about: "Writes a line an epoch to log.csv in the run's folder.",
  description: "CSVLogger: writes loss and metrics of every epoch as CSV.",
  refused: {
    ...refusedOfCallbacks,
    filename: place,
    separator: "values stand between commas",
    append: place,
  },
});

/** CSVLogger with all defaults filled in. */
export type CsvLoggerSpec = z.output<typeof csvLoggerSchema>;
