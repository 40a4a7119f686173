import { existsSync, readFileSync, readdirSync } from "node:fs";
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
  const { tensors } = parseSafetensors(readFileSync(new URL(`${name}/tensors.safetensors`, goldenFolder)));
  const find = (tensor: string): Tensor => {
    const found = tensors.get(tensor);
    if (found === undefined) throw new Error(`golden case ${name}: no tensor ${tensor}`);
    return found;
  };
  const ofType = (tensor: string, found: Tensor, type: string) =>
    new Error(`golden case ${name}: tensor ${tensor}: expected ${type}, got ${found.dtype}`);
  return {
    ...description,
    tensors,
    float32: (tensor) => {
      const found = find(tensor);
      if (found.dtype !== "F32") throw ofType(tensor, found, "F32");
      return found.data;
    },
    float64: (tensor) => {
      const found = find(tensor);
      if (found.dtype !== "F64") throw ofType(tensor, found, "F64");
      return found.data;
    },
    shape: (tensor) => find(tensor).shape,
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

function readDescription(name: string): GoldenDescription {
  return JSON.parse(readFileSync(new URL(`${name}/case.json`, goldenFolder), "utf8")) as GoldenDescription;
}
