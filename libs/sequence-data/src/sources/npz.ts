import type { NpzSource } from "@lockstep/job";
import { invalidData } from "../data-error.js";
import { NpzArchive } from "../npz/npz-archive.js";
import { arrayDataset } from "./array-dataset.js";
import type { SourceData, SourceReading } from "./source-reading.js";

/** Arrays of a NumPy archive. @throws DataError */
export async function readNpzSource(source: NpzSource, reading: SourceReading): Promise<SourceData> {
  const path = await reading.resolve(source.npz);
  const archive = await NpzArchive.open(path);
  try {
    const inputs = [];
    for (const [name, array] of namedInputs(source, path, reading)) {
      inputs.push([name, await archive.array(array)] as const);
    }
    const target = reading.withTargets ? await archive.array(source.y) : undefined;
    const hasWeight = reading.withTargets && source.sampleWeight !== undefined;
    const weight = hasWeight ? await archive.array(source.sampleWeight ?? "") : undefined;
    return { dataset: await arrayDataset({ inputs, target, weight }, source, reading) };
  } finally {
    archive.close();
  }
}

/** Names of inputs and of their arrays, in the model's order where it is known. */
function namedInputs(
  { x, inputs }: NpzSource,
  path: string,
  { inputNames }: SourceReading,
): (readonly [string, string])[] {
  if (inputs === undefined) return [["x", x]];
  const given = new Map(Object.entries(inputs));
  const names = inputNames ?? [...given.keys()];
  if (names.length === given.size && names.every((name) => given.has(name))) {
    return names.map((name) => [name, given.get(name) as string]);
  }
  throw invalidData(
    `${path}: inputs`,
    `expected the model's inputs ${names.join(", ")}, got ${[...given.keys()].join(", ")}`,
  );
}
