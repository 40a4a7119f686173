import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

type Environment = Readonly<Record<string, string | undefined>>;

/** Folder of the virtual environment that `--install-peers` makes. */
export function peersFolder(env: Environment): string {
  const cache = env.LOCKSTEP_CACHE_DIR || join(env.XDG_CACHE_HOME || join(homedir(), ".cache"), "lockstep");
  return join(cache, "peers");
}

export function pythonOf(folder: string): string {
  return process.platform === "win32" ? join(folder, "Scripts", "python.exe") : join(folder, "bin", "python");
}

/** The system's own. */
export const systemPython = process.platform === "win32" ? "python" : "python3";

/** Pythons in which the peers may be installed, the likeliest first: LOCKSTEP_PYTHON alone where it is set. */
export function peerPythons(env: Environment): readonly string[] {
  if (env.LOCKSTEP_PYTHON) return [env.LOCKSTEP_PYTHON];
  const installed = pythonOf(peersFolder(env));
  return existsSync(installed) ? [installed, systemPython] : [systemPython];
}
