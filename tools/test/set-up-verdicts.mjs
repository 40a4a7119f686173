/** Prints what a cached test result holds for: what set-up found of the backends' libraries, and what tests lack. */
import { readVerdict } from "./read-verdict.mjs";
import { missingPackages } from "./test-packages.mjs";

for (const backend of ["tensorflow", "native"]) {
  const { available, version, numericsVersion, instructionSets } = readVerdict(backend) ?? {};
  process.stdout.write(`${backend} ${available} ${version ?? numericsVersion} ${instructionSets ?? ""}\n`);
}
process.stdout.write(`without ${missingPackages().join(", ")}\n`);
