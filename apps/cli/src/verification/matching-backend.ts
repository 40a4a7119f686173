import type { BackendChoice, openBackend, UsableBackendName } from "@lockstep/worker";
import { CliError } from "../cli-error.js";

type Opened = Awaited<ReturnType<typeof openBackend>>["backend"];

/** Opens a backend by its name. */
export type OpenBackend = (choice: BackendChoice) => Promise<{ readonly backend: Opened }>;

/**
 * The backend that promises the bits of a run's workers.
 * @param fingerprint what the run's workers reported
 * @throws {CliError} where none here does
 */
export async function matchingBackend(
  choice: BackendChoice,
  fingerprint: string,
  names: readonly UsableBackendName[],
  open: OpenBackend,
): Promise<Opened> {
  const tried: string[] = [];
  for (const name of choice === "auto" ? names : [choice]) {
    const backend = await opened(name, open);
    if (typeof backend === "string") tried.push(`${name} does not work here: ${backend}`);
    else if (backend.fingerprint === fingerprint) return backend;
    else {
      tried.push(`${name} here has "${backend.fingerprint}"`);
      backend.dispose();
    }
  }
  throw new CliError(
    "usage",
    `--backend ${choice}: expected one that computes the bits of the run's workers, "${fingerprint}"; ${tried.join("; ")}`,
  );
}

async function opened(name: UsableBackendName, open: OpenBackend): Promise<Opened | string> {
  try {
    return (await open(name)).backend;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
