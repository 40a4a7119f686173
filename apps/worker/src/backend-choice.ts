import type { GradientBackend } from "@lockstep/backend";
import type { openNativeBackend as openAddon } from "@lockstep/backend-native";

/** Backends that a user may ask for, best first. */
export const backendNames = ["native", "tensorflow", "wasm"] as const;
export type UsableBackendName = (typeof backendNames)[number];
export type BackendChoice = "auto" | UsableBackendName;

/** Why a backend is not used, though it is better than the one that is. */
export interface PassedOver {
  readonly name: UsableBackendName;
  readonly reason: string;
}

/** A backend, and why better ones were passed over. */
export interface OpenedBackend {
  readonly backend: GradientBackend;
  readonly passedOver: readonly PassedOver[];
}

export type OpenBackend = (choice: BackendChoice) => Promise<OpenedBackend>;

/** Opens the backend that was asked for; `auto` takes the first that works. @throws where none does */
export async function openBackend(choice: BackendChoice): Promise<OpenedBackend> {
  if (choice !== "auto") return { backend: await openNamed(choice), passedOver: [] };
  const passedOver: PassedOver[] = [];
  for (const name of backendNames) {
    try {
      return { backend: await openNamed(name), passedOver };
    } catch (error) {
      passedOver.push({ name, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  throw new Error(
    `no backend works here: ${passedOver.map(({ name, reason }) => `${name}: ${reason}`).join("; ")}`,
  );
}

/** What a backend is made of is loaded when it is opened. @throws BackendError `unavailable` where it does not work */
async function openNamed(name: UsableBackendName): Promise<GradientBackend> {
  if (name === "native") return openNative();
  const { openTfjsBackend } = await import("@lockstep/backend-tfjs");
  return openTfjsBackend(name);
}

/**
 * @param threads of the backend, for ranges; default: one for each core that this process may use
 * @throws BackendError `unavailable` where it does not work
 */
export async function openNative(threads?: number): Promise<ReturnType<typeof openAddon>> {
  const { openNativeBackend } = await import("@lockstep/backend-native");
  return openNativeBackend(threads === undefined ? {} : { threads });
}
