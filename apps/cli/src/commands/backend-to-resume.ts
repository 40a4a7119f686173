import type { InterruptedRun } from "@lockstep/coordinator";
import type { BackendChoice } from "@lockstep/worker";
import type { Io } from "../io.js";
import { useHistory } from "../run-source/run-history.js";
import { matchingBackend } from "../verification/matching-backend.js";

/** What `run --resume` is told of the backend, and where the run is. */
export interface ResumedBackendOptions {
  readonly backend: string;
  readonly dataDir: string;
}

/** The name of the backend that computes what a fingerprint promises. @throws {CliError} where none here does */
type FindBackend = (choice: BackendChoice, fingerprint: string) => Promise<string>;

/**
 * The backend that a run is gone on with: the one that computes the bits of the run's workers before, as with any other
 * the run would fail for good at the first step that was told before. What was asked for, where no step was told or the
 * job takes any bits.
 * @throws {CliError} where none here computes those bits, or another one was asked for
 */
export async function backendToResume(
  { snapshot: { runId }, job }: InterruptedRun,
  { backend, dataDir }: ResumedBackendOptions,
  io: Io,
  find: FindBackend = findBackend,
): Promise<string> {
  const { fingerprint } = await useHistory(dataDir, io.cwd, ({ store }) => store.told(runId));
  if (fingerprint === undefined) return backend;
  return takesAnyBits(job) ? backend : find(backend as BackendChoice, fingerprint);
}

/** @param job as it was asked for */
function takesAnyBits(job: unknown): boolean {
  return (job as { readonly determinism?: string } | undefined)?.determinism === "relaxed";
}

async function findBackend(choice: BackendChoice, fingerprint: string): Promise<string> {
  const { backendNames, openBackend, prepareEnvironment } = await import("@lockstep/worker");
  prepareEnvironment();
  const backend = await matchingBackend(choice, fingerprint, backendNames, openBackend);
  backend.dispose();
  return backend.name;
}
