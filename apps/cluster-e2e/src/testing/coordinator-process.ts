import { LockstepProcess } from "./lockstep-process.js";
import type { Workspace } from "./workspace.js";

/** Starts a coordinator that stays. @returns its process, and the gRPC address that it listens on */
export async function startCoordinator(
  workspace: Workspace,
): Promise<{ process: LockstepProcess; address: string }> {
  const args = ["coordinator", "--listen", "127.0.0.1:0", "--http", "127.0.0.1:0", "--data-dir", "data"];
  const process = new LockstepProcess(args, { cwd: workspace.folder, ipc: true });
  return { process, address: String((await process.message("ready")).grpc) };
}
