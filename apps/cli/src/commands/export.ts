import type { Preprocessing } from "@lockstep/sequence-data";
import { exitCodes } from "../exit-codes.js";
import { defaultOutput, preprocessingPath, type ExportFormat } from "../export/export-format.js";
import { openFolder, writeFolder } from "../export/output-folder.js";
import { renderExport, type RenderedExport } from "../export/render-export.js";
import type { Io } from "../io.js";
import { findModel } from "../model-source/find-model.js";
import { openOutput, writeOutput, type OutputFile } from "../output-file.js";
import { packageVersion } from "../package-version.js";

export interface ExportOptions {
  readonly format: ExportFormat;
  /** Path of a file; of a folder for `tfjs`. */
  readonly output?: string;
  readonly dataDir: string;
  readonly json?: boolean;
}

/** `lockstep export`: a saved model as other programs read it. */
export async function exportCommand(model: string, options: ExportOptions, io: Io): Promise<number> {
  const { format, dataDir, json } = options;
  const { path, name } = await findModel(model, dataDir, io.cwd);
  const output = options.output ?? defaultOutput(name, format);
  const target = await openTarget(output, format, io.cwd);
  const { loadModel } = await import("@lockstep/checkpoint");
  io.stderr(`reading ${path}\n`);
  const saved = await loadModel(path);
  const rendered = await renderExport({ path, saved, version: packageVersion() }, format);
  io.stderr(`writing ${output}\n`);
  await write(target, rendered);
  // Beside a device there is no place.
  const fitted = target.replaces
    ? await writePreprocessing(saved.preprocessing, preprocessingPath(output, format), io)
    : {};
  const document = { model: path, format, output: target.path, ...fitted };
  io.stdout(json ? `${JSON.stringify(document)}\n` : `${target.path}\n`);
  return exitCodes.done;
}

/** Looks whether it can be written, before a model is read for it. @throws CliError */
async function openTarget(output: string, format: ExportFormat, cwd: string): Promise<OutputFile> {
  if (format === "tfjs") return { path: await openFolder(output, cwd), replaces: true };
  return openOutput(output, cwd);
}

function write(target: OutputFile, rendered: RenderedExport): Promise<void> {
  return rendered instanceof Uint8Array ? writeOutput(target, rendered) : writeFolder(target.path, rendered);
}

/** What was fitted on the training data and has no place in other formats. */
async function writePreprocessing(
  preprocessing: Preprocessing,
  output: string,
  io: Io,
): Promise<{ readonly preprocessing?: string }> {
  const names = {
    vocabulary: "the vocabulary",
    classLabels: "the class labels",
    standardisation: "the standardisation",
  };
  const fitted = Object.entries(names).filter(
    ([key]) => preprocessing[key as keyof Preprocessing] !== undefined,
  );
  if (fitted.length === 0) return {};
  const file = await openOutput(output, io.cwd);
  await writeOutput(file, new TextEncoder().encode(`${JSON.stringify(preprocessing, null, 2)}\n`));
  const what = fitted.map(([, name]) => name).join(", ");
  io.stderr(`writing ${output}: ${what} of the training data, which the model's inputs and outputs go by\n`);
  return { preprocessing: file.path };
}
