import { choice, filePath, text, wholeNumber } from "../fields.js";
import { list, mapping } from "../structures.js";

const most = 2 ** 31 - 1;

/** Path of a source's file. */
export const sourcePath = (what: string) =>
  filePath().describe(`Path of the ${what}; relative to the job file's folder.`);

/** Name of a column of a table. */
export const column = () => text("a column's name");

/** Which rows of a file are used: `from` (included) to `to` (not included). */
export interface RowRange {
  from: number;
  to?: number;
}

/** Part of a file's rows. */
export const rowsField = (what = "rows") =>
  mapping({
    from: wholeNumber(0, most).default(0).describe(`First of the ${what}, from 0. Default: 0.`),
    to: wholeNumber(1, most)
      .exactOptional()
      .describe(`The one after the last of the ${what}. Default: all to the end.`),
  })
    .superRefine(({ from, to }, context) => {
      if (to === undefined || to > from) return;
      context.addIssue({ code: "custom", path: ["to"], message: `expected a number above from, got ${to}` });
    })
    .exactOptional()
    .describe(`Which ${what} are used: from (included) to (not included). Default: all.`);

/** Whether targets belong to sequences or to their time steps. */
export const targetPerField = () =>
  choice(["sequence", "timeStep"])
    .default("sequence")
    .describe("What has a target of its own: each sequence, or each timeStep of it. Default: sequence.");

/** Features of a time step in a table whose rows are sequences. */
export const featuresField = () =>
  wholeNumber(1, most)
    .default(1)
    .describe("Features of a time step: so many columns after one another are one time step. Default: 1.");

/** Part of a table's row that is the target. */
export const targetFields = (of = "columns") => ({
  label: column()
    .exactOptional()
    .describe(
      "Column with the class of a sequence, any text or number; classes become numbers in sorted order, saved with the model. Default: none.",
    ),
  targets: columnsField("Columns with numbers to predict; not together with label. Default: none.", of),
});

/** A list of columns. */
export const columnsField = (about: string, what = "columns") =>
  list(column(), what, 1, 1 << 20)
    .exactOptional()
    .describe(about);

export const sampleWeightField = (what: string) =>
  text(`${what}'s name`)
    .exactOptional()
    .describe(
      `Name of the ${what} with sample weights, one for a sequence or for each time step. Default: none.`,
    );
