/** Loads the native kernels' addon (argument: its file), and prints what it says of itself as one line of JSON. */
import { createRequire } from "node:module";

const { numericsVersion, instructionSets } = createRequire(import.meta.url)(process.argv[2] ?? "");
console.log(JSON.stringify({ numericsVersion, instructionSets: instructionSets() }));
