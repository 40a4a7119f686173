import { existsSync, readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseSafetensors } from "@lockstep/safetensors";
import type { Tensor } from "@lockstep/safetensors";
import type { GoldenCase, GoldenDescription, GoldenKind } from "./golden-case.js";

/** The repository's folder of cases. */
const goldenFolder = new URL("../../../golden/", import.meta.url);

/**
 * Reads one case.
 * @param name its folder's name, such as `fit-notebook`
 */
export function readGoldenCase(name: string): GoldenCase {
  const description = readDescription(name);
  const tensors = readTensors(name);
  const find = (tensor: string): Tensor => {
    const found = tensors.get(tensor);
    if (found === undefined) throw new Error(`golden case ${name}: no tensor ${tensor}`);
    return found;
  };
  const ofType = (tensor: string, found: Tensor, type: string) =>
    new Error(`golden case ${name}: tensor ${tensor}: expected ${type}, got ${found.dtype}`);
  const float32 = (tensor: string) => {
    const found = find(tensor);
    if (found.dtype !== "F32") throw ofType(tensor, found, "F32");
    return found.data;
  };
  return {
    ...description,
    tensors,
    float32,
    float64: (tensor) => {
      const found = find(tensor);
      if (found.dtype !== "F64") throw ofType(tensor, found, "F64");
      return found.data;
    },
    shape: (tensor) => find(tensor).shape,
    numbered: (tensor) => {
      const found: Float32Array[] = [];
      while (tensors.has(`${tensor}/${found.length}`)) found.push(float32(`${tensor}/${found.length}`));
      return found;
    },
  };
}

/**
 * Names of the cases of a kind, or of all, in alphabetical order.
 * @throws Error where there are none: a test over no cases would pass unseen
 */
export function listGoldenCases(kind?: GoldenKind): string[] {
  const names = readdirSync(goldenFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(new URL(`${entry.name}/case.json`, goldenFolder)))
    .map((entry) => entry.name)
    .filter((name) => kind === undefined || readDescription(name).kind === kind)
    .sort();
  if (names.length === 0) throw new Error(`no golden cases${kind === undefined ? "" : ` of kind ${kind}`}`);
  return names;
}

/** Path of a file in a case's folder, such as the `model.keras` of a case with `saveModel`. */
export function goldenFile(name: string, file: string): string {
  return fileURLToPath(new URL(`${name}/${file}`, goldenFolder));
}

/** A schedule's case is plain numbers: it has no file of tensors. */
function readTensors(name: string): ReadonlyMap<string, Tensor> {
  const path = goldenFile(name, "tensors.safetensors");
  return existsSync(path) ? parseSafetensors(readFileSync(path)).tensors : new Map();
}

type WrittenDescription = Omit<GoldenDescription, "steps"> & { steps?: number | readonly number[] };

function readDescription(name: string): GoldenDescription {
  const { steps, ...rest } = JSON.parse(
    readFileSync(goldenFile(name, "case.json"), "utf8"),
  ) as WrittenDescription;
  if (steps === undefined) return rest;
  return typeof steps === "number" ? { ...rest, steps } : { ...rest, scheduleSteps: steps };
}
