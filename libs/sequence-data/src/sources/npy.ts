import type { NpySource } from "@lockstep/job";
import { invalidData } from "../data-error.js";
import { openNpy } from "../npy/open-npy.js";
import { arrayDataset } from "./array-dataset.js";
import type { SourceData, SourceReading } from "./source-reading.js";

/** Arrays in `.npy` files of their own. @throws DataError */
export async function readNpySource(source: NpySource, reading: SourceReading): Promise<SourceData> {
  const open = async (path: string) => openNpy(await reading.resolve(path));
  const x = await open(source.npy);
  if (reading.withTargets && source.y === undefined) {
    throw invalidData(x.place, "expected targets: name their file by y");
  }
  const target = reading.withTargets && source.y !== undefined ? await open(source.y) : undefined;
  const hasWeight = reading.withTargets && source.sampleWeight !== undefined;
  const weight = hasWeight ? await open(source.sampleWeight ?? "") : undefined;
  return { dataset: await arrayDataset({ inputs: [["x", x]], target, weight }, source, reading) };
}
