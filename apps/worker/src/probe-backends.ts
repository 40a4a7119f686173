import { backendNames, openBackend, type UsableBackendName } from "./backend-choice.js";

/** Whether a backend works on this machine. */
export interface BackendProbe {
  readonly name: UsableBackendName;
  readonly available: boolean;
  readonly version?: string;
  /** Why it does not, and how to mend that. */
  readonly reason?: string;
}

/** Which backends work on this machine, best first. */
export function probeBackends(): Promise<BackendProbe[]> {
  return Promise.all(backendNames.map((name) => (name === "native" ? probeNative() : probeTfjs(name))));
}

/** In this process: the addon asks the processor before it uses an instruction. */
async function probeNative(): Promise<BackendProbe> {
  const name = "native";
  try {
    const { backend } = await openBackend(name);
    backend.dispose();
    return { name, available: true, version: backend.version };
  } catch (error) {
    return { name, available: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

async function probeTfjs(name: Exclude<UsableBackendName, "native">): Promise<BackendProbe> {
  const { probeTfjsBackend } = await import("@lockstep/backend-tfjs");
  return { ...(await probeTfjsBackend(name)), name };
}
