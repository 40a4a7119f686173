import { fileURLToPath } from "node:url";
import { loadBundle } from "./load-bundle.js";

/** Everything that Lockstep's processes and threads run, in one file. */
export const bundleFile = fileURLToPath(new URL("../lockstep.cjs", import.meta.url));

/** Starts a program of the bundle in this process or thread. */
export function startProgram(name: string): void {
  const program = loadBundle(bundleFile).programs[name];
  if (!program) throw new Error(`the bundle has no program ${name}`);
  void program();
}
