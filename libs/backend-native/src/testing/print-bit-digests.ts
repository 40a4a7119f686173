import { createHash } from "node:crypto";
import type { InstructionSet } from "../addon/addon.js";
import { loadAddon } from "../addon/load-addon.js";
import { openNativeBackend } from "../open-native-backend.js";
import { bitSampleNames, bitSampleOf } from "./bit-samples.js";
import { bytesOf, partsOf, withModel } from "./sample-results.js";

/** What a machine computed: sha256 by sample, by instruction set. */
export interface BitDigests {
  readonly architecture: string;
  readonly digests: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

function digestsOn(instructionSet: InstructionSet): Record<string, string> {
  const backend = openNativeBackend({ instructionSet });
  const digestOf = (name: string) => {
    const sample = bitSampleOf(name);
    const hash = createHash("sha256");
    const results = withModel(backend, sample, (resultsOf) => resultsOf(sample.batch));
    for (const [part, values] of Object.entries(partsOf(results))) hash.update(part).update(bytesOf(values));
    return hash.digest("hex");
  };
  try {
    return Object.fromEntries(bitSampleNames.map((name) => [name, digestOf(name)]));
  } finally {
    backend.dispose();
  }
}

/** Prints the digests of all bit samples as one line of JSON. */
const found: BitDigests = {
  architecture: process.arch,
  digests: Object.fromEntries(
    loadAddon()
      .instructionSets()
      .map((set) => [set, digestsOn(set)]),
  ),
};
console.log(JSON.stringify(found));
