import type { Predictions } from "@lockstep/client";
import type { Io } from "../io.js";
import { writeOutput, type OutputFile } from "../output-file.js";
import { areClasses, predictedLabels } from "./predicted-labels.js";
import { formatText } from "./short-values.js";
import { nestedPredictions, predictionLines } from "./predictions-text.js";

export interface PrintOptions {
  /** Where the predictions go instead of stdout. */
  readonly output?: { readonly asTyped: string; readonly file: OutputFile };
  /** Classes instead of their probabilities. */
  readonly labels?: boolean;
  readonly json?: boolean;
  /** What a JSON document says before the predictions. */
  readonly heading: Readonly<Record<string, unknown>>;
}

/** Prints predictions, or writes them. @throws {CliError} */
export async function printPredictions(
  predictions: Predictions,
  options: PrintOptions,
  io: Io,
): Promise<void> {
  const { output } = options;
  if (output) await writeNpy(output.file, predictions);
  if (options.json) io.stdout(`${JSON.stringify(documentOf(predictions, options))}\n`);
  else if (options.labels)
    for (const row of predictedLabels(predictions)) io.stdout(`${row.map(formatText).join(" ")}\n`);
  else if (!output) for (const line of predictionLines(predictions)) io.stdout(line);
}

function documentOf(predictions: Predictions, { heading, output, labels }: PrintOptions): object {
  const { shape, classLabels } = predictions;
  return {
    ...heading,
    shape,
    ...(output ? { output: output.asTyped } : { predictions: nestedPredictions(predictions) }),
    ...(labels || (classLabels && areClasses(predictions)) ? { labels: labelsOf(predictions) } : {}),
  };
}

/** As deep as the predictions without their last axis. */
function labelsOf(predictions: Predictions): unknown {
  const rows = predictedLabels(predictions);
  return predictions.shape.length <= 2 ? rows.flat() : rows;
}

async function writeNpy(file: OutputFile, { shape, values }: Predictions): Promise<void> {
  const { serialiseNpy } = await import("@lockstep/sequence-data");
  await writeOutput(file, serialiseNpy(shape, values));
}
