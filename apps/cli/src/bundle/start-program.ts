import { fileURLToPath } from "node:url";
import { isMainThread } from "node:worker_threads";
import { loadBundle, type LoadedBundle } from "./load-bundle.js";

/** Told of the bundle when it is loaded, before its program starts. */
export type Listener = (bundle: LoadedBundle, cacheFile: string) => void;

/** Starts a program of the bundle that lies beside this file in this process or thread. */
export function startProgram(name: string, loaded: Listener = () => undefined): void {
  const file = fileURLToPath(new URL("./lockstep.cjs", import.meta.url));
  // Each needs other parts of the bundle, so each has compiled code of its own.
  const cacheFile = `${file}.${isMainThread ? roleOf(name) : name}.cache`;
  const bundle = loadBundle(file, cacheFile);
  const program = bundle.programs[name];
  if (!program) throw new Error(`the bundle has no program ${name}`);
  loaded(bundle, cacheFile);
  void program();
}

/** Processes that serve have little in common with commands. */
function roleOf(name: string): string {
  const command = process.argv[2];
  return name === "main" && (command === "coordinator" || command === "worker") ? command : name;
}
