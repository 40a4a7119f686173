import type { GradientBackend } from "@lockstep/backend";
import { openTfjsBackend, tensorflowEnvironment } from "@lockstep/backend-tfjs";

/** A backend open in this process, or why it is not. */
export type OpenedBackend =
  | { readonly name: BenchmarkedBackend; readonly backend: GradientBackend }
  | { readonly name: BenchmarkedBackend; readonly unavailable: string };

export type BenchmarkedBackend = "tensorflow" | "wasm";

/** Opens both, the faster one first. */
export async function openBackends(): Promise<readonly OpenedBackend[]> {
  // libtensorflow reads the process's environment as it loads.
  Object.assign(process.env, tensorflowEnvironment());
  return [await open("tensorflow"), await open("wasm")];
}

async function open(name: BenchmarkedBackend): Promise<OpenedBackend> {
  try {
    return { name, backend: await openTfjsBackend(name) };
  } catch (error) {
    return { name, unavailable: error instanceof Error ? error.message : String(error) };
  }
}

/** The one that `lockstep run` would take. @throws Error where none works */
export function bestBackend(opened: readonly OpenedBackend[]): GradientBackend {
  for (const one of opened) if ("backend" in one) return one.backend;
  throw new Error("no backend works here: `lockstep doctor` says why");
}
