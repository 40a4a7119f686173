import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sampleOfStack, type SampleSizes, type Stack } from "@lockstep/backend/conformance";
import { modelProgram } from "../program/model-program.js";
import { objectiveProgram } from "./addon-models.js";
import { squaredError } from "./sample-results.js";
import { packageFolder } from "./workspace-program.js";

/**
 * Writes a range of one micro-batch with its model, as range-of-file.mjs reads it, for programs that Node.js runs as they are.
 * @returns its path
 */
export function writeRange(name: string, stack: Stack, sizes: SampleSizes): string {
  const { plan, parameters, batch } = sampleOfStack(stack, sizes, 11);
  const objective = squaredError({ plan });
  const measure = objectiveProgram(objective);
  const model = modelProgram(plan, objective.fromLogits);
  const { rows, inputs, y } = batch;
  const { statisticsLength } = objective;
  const folder = join(packageFolder, "test-results");
  const path = join(folder, `${name}.json`);
  mkdirSync(folder, { recursive: true });
  const asLists = (_: string, value: unknown) =>
    ArrayBuffer.isView(value) ? Array.from(value as Float32Array) : value;
  writeFileSync(
    path,
    JSON.stringify({ programs: [model, measure], parameters, statisticsLength, rows, inputs, y }, asLists),
  );
  return path;
}
