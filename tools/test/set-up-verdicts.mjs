/** Prints what set-up found of libtensorflow and the native kernels: a cached test result holds only for the same finding. */
import { readVerdict } from "./read-verdict.mjs";

for (const backend of ["tensorflow", "native"]) {
  const { available, version, numericsVersion, instructionSets } = readVerdict(backend) ?? {};
  process.stdout.write(`${backend} ${available} ${version ?? numericsVersion} ${instructionSets ?? ""}\n`);
}
