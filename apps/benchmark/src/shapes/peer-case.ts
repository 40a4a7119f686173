import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { adam } from "./shape-job.js";
import { wholeBatch, type TrainingSample } from "./training-sample.js";

/** Below it a library's own cost is a share of a step worth measuring. */
const smallUnits = 32;

/**
 * Writes what the peers' scripts read (`peers/training_case.py`): `case.json`, and `case.f32` with x, y and the
 * parameters one after the other, little-endian.
 */
export async function writePeerCase(folder: string, sample: TrainingSample): Promise<void> {
  const { shape, plan, parameters } = sample;
  const { layer, bidirectional, units, batchSize, timeSteps, features } = shape;
  const { inputs, y } = wholeBatch(sample);
  const arrays = [
    [batchSize, timeSteps, features],
    [batchSize, 1],
    ...plan.parameters.map(({ shape }) => shape),
  ];
  const described = { layer, bidirectional, units, ...adam, isSmall: units < smallUnits, arrays };
  const values = [...inputs, y, parameters].map(({ buffer, byteOffset, byteLength }) =>
    Buffer.from(buffer, byteOffset, byteLength),
  );
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "case.f32"), Buffer.concat(values));
  await writeFile(join(folder, "case.json"), JSON.stringify(described));
}
