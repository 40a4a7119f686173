import type { GradientBackend } from "@lockstep/backend";
import { openTfjsBackend, probeTfjsBackend, type BackendProbe } from "@lockstep/backend-tfjs";

/** Backends that a user may ask for, best first. */
export const backendNames = ["tensorflow", "wasm"] as const;
export type UsableBackendName = (typeof backendNames)[number];
export type BackendChoice = "auto" | UsableBackendName;

/** A backend, and why better ones were passed over. */
export interface OpenedBackend {
  readonly backend: GradientBackend;
  readonly passedOver: readonly { readonly name: UsableBackendName; readonly reason: string }[];
}

export type OpenBackend = (choice: BackendChoice) => Promise<OpenedBackend>;

/** Opens the backend that was asked for; `auto` takes the first that works. @throws where none does */
export async function openBackend(choice: BackendChoice): Promise<OpenedBackend> {
  if (choice !== "auto") return { backend: await openTfjsBackend(choice), passedOver: [] };
  const passedOver: { name: UsableBackendName; reason: string }[] = [];
  for (const name of backendNames) {
    try {
      return { backend: await openTfjsBackend(name), passedOver };
    } catch (error) {
      passedOver.push({ name, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  throw new Error(
    `no backend works here: ${passedOver.map(({ name, reason }) => `${name}: ${reason}`).join("; ")}`,
  );
}

/** Which backends work on this machine, best first. */
export function probeBackends(): Promise<BackendProbe[]> {
  return Promise.all(backendNames.map((name) => probeTfjsBackend(name)));
}
