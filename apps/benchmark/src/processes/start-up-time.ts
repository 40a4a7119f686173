import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { databasePath } from "@lockstep/coordinator";
import { openRunStore } from "@lockstep/run-store";
import { lockstepProgram } from "./lockstep-process.js";
import { OutputTail } from "./output-tail.js";
import { temporaryFolder } from "./temporary-folder.js";

const example = fileURLToPath(new URL("../../../../examples/keras-notebook.yaml", import.meta.url));

/**
 * Seconds from starting `lockstep run examples/keras-notebook.yaml` (a coordinator and two workers) to its first step,
 * by the time that the run's history has of it.
 * @throws Error where it takes none
 */
export async function startUpSeconds(backend: string): Promise<number> {
  const dataDir = join(await temporaryFolder(), "data");
  const args = ["run", example, "--backend", backend, "--data-dir", dataDir];
  // The history has times since 1970.
  const began = Date.now();
  const child = spawn(process.execPath, [lockstepProgram, ...args], { stdio: ["ignore", "ignore", "pipe"] });
  const tail = new OutputTail(child.stderr);
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`lockstep run ended with ${code ?? "a signal"}: ${tail.text}`);
  return ((await firstStepAt(dataDir)) - began) / 1000;
}

async function firstStepAt(dataDir: string): Promise<number> {
  const store = await openRunStore({ path: databasePath(dataDir) });
  try {
    const [run] = await store.runs({}, 1);
    const [step] = run ? await store.steps(run.snapshot.runId, 1, 1) : [];
    if (!step) throw new Error("lockstep run took no step");
    return step.time;
  } finally {
    await store.close();
  }
}
