import type { GradientBackend } from "@lockstep/backend";
import { backendNames, openBackend, prepareEnvironment, type UsableBackendName } from "@lockstep/worker";

/** A backend open in this process, or why it is not. */
export type OpenedBackend =
  | { readonly name: string; readonly backend: GradientBackend }
  | { readonly name: string; readonly unavailable: string };

/** Backends in this process, best first. */
export class Backends {
  private constructor(readonly opened: readonly OpenedBackend[]) {}

  /** @param names default: all, and the native kernels, whether Lockstep has them or not */
  static async open(names: readonly string[] = defaultNames()): Promise<Backends> {
    prepareEnvironment();
    const opened: OpenedBackend[] = [];
    // One after the other: a native library may not be opened by two at once.
    for (const name of names) opened.push(await open(name));
    return new Backends(opened);
  }

  /** The one that `lockstep run` would take. @throws Error where none works */
  get best(): GradientBackend {
    for (const one of this.opened) if ("backend" in one) return one.backend;
    throw new Error("no backend works here: `lockstep doctor` says why");
  }

  /** The best one, and why better ones are not there. */
  get upToBest(): readonly OpenedBackend[] {
    const index = this.opened.findIndex((one) => "backend" in one);
    return this.opened.slice(0, index + 1);
  }

  get versions(): Record<string, string> {
    return Object.fromEntries(
      this.opened.map((one) => [
        `backend ${one.name}`,
        "backend" in one ? one.backend.version : "not available",
      ]),
    );
  }
}

function defaultNames(): string[] {
  return [...new Set(["native", ...backendNames])];
}

async function open(name: string): Promise<OpenedBackend> {
  try {
    if (!isUsable(name))
      return { name, unavailable: `Lockstep has ${backendNames.join(", ")}, and no ${name}` };
    return { name, backend: (await openBackend(name)).backend };
  } catch (error) {
    return { name, unavailable: error instanceof Error ? error.message : String(error) };
  }
}

function isUsable(name: string): name is UsableBackendName {
  return (backendNames as readonly string[]).includes(name);
}
