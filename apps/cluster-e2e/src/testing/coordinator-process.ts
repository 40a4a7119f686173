import { LockstepProcess } from "./lockstep-process.js";
import type { Workspace } from "./workspace.js";

let count = 0;

/**
 * Starts a coordinator that stays.
 * @param options further ones
 * @returns its process, and the gRPC address that it listens on
 */
export async function startCoordinator(
  workspace: Workspace,
  options: readonly string[] = [],
): Promise<{ process: LockstepProcess; address: string }> {
  const dataDir = `data-${++count}`;
  const args = ["coordinator", "--listen", "127.0.0.1:0", "--http", "127.0.0.1:0", "--data-dir", dataDir];
  const process = new LockstepProcess([...args, ...options], { cwd: workspace.folder, ipc: true });
  return { process, address: String((await process.message("ready")).grpc) };
}
