import { stat } from "node:fs/promises";
import { join } from "node:path";
import { CheckpointReader, loadModel, type SavedModel } from "@lockstep/checkpoint";
import { planJob } from "@lockstep/model";
import type { WeightHistogram, WeightsPage } from "@lockstep/telemetry/views";
import { readRunFile } from "../data-dir/run-file.js";
import { checkpointsFolder, exists, modelFile, runFolder } from "../run-folder.js";
import { distributionOf } from "./histogram.js";

type Weights = Pick<SavedModel, "plan" | "parameters" | "step">;

/** Pages that are kept: those of the runs that are looked at. */
const maxKept = 16;

/** How runs' newest saved parameters are distributed; the same file is read once. */
export class WeightsOfRuns {
  readonly #kept = new Map<
    string,
    { readonly version: string; readonly page: Promise<WeightsPage | undefined> }
  >();

  constructor(private readonly dataDir: string) {}

  /** @returns undefined where nothing was saved yet; @throws CheckpointError where what was is damaged */
  async page(runId: string): Promise<WeightsPage | undefined> {
    const folder = runFolder(this.dataDir, runId);
    const version = await versionOf(folder);
    if (version === undefined) return undefined;
    const kept = this.#kept.get(runId);
    if (kept?.version === version) return kept.page;
    const page = read(runId, folder);
    this.#keep(runId, version, page);
    return page;
  }

  #keep(runId: string, version: string, page: Promise<WeightsPage | undefined>): void {
    this.#kept.delete(runId);
    this.#kept.set(runId, { version, page });
    // What could not be read is tried again; whoever asked hears of it.
    page.catch(() => this.#kept.delete(runId));
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > maxKept && oldest !== undefined) this.#kept.delete(oldest);
  }
}

/** Changes when the newest parameters do; undefined: there are none. */
async function versionOf(folder: string): Promise<string | undefined> {
  const model = join(folder, modelFile);
  const file = (await exists(model)) ? model : join(folder, checkpointsFolder);
  try {
    const { mtimeMs } = await stat(file);
    return `${file} ${mtimeMs}`;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

async function read(runId: string, folder: string): Promise<WeightsPage | undefined> {
  const weights = await newestWeights(folder);
  if (!weights) return undefined;
  const { plan, parameters, step } = weights;
  const histograms: WeightHistogram[] = [];
  for (const { layer, name, shape, offset, size } of plan.parameters) {
    const distribution = await distributionOf(parameters.subarray(offset, offset + size));
    histograms.push({ layer, name, shape, ...distribution });
  }
  return { runId, step, parameters: histograms };
}

async function newestWeights(folder: string): Promise<Weights | undefined> {
  const model = join(folder, modelFile);
  if (await exists(model)) return loadModel(model);
  const { identity } = await readRunFile(folder);
  const { checkpoint } = await new CheckpointReader(join(folder, checkpointsFolder)).newest(identity);
  if (!checkpoint) return undefined;
  const { step, state } = checkpoint;
  return { plan: planJob(identity.job, identity.inputShapes), parameters: state.parameters, step };
}
