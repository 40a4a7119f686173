import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

type Environment = Readonly<Record<string, string | undefined>>;

/** Folder of the virtual environment that `--install-peers` makes. */
export function peersFolder(env: Environment): string {
  const home = given(env.XDG_CACHE_HOME) ?? join(homedir(), ".cache");
  const cache = given(env.LOCKSTEP_CACHE_DIR) ?? join(home, "lockstep");
  return join(cache, "peers");
}

/** A variable that is set to nothing is not set. */
function given(value: string | undefined): string | undefined {
  return value === "" ? undefined : value;
}

export function pythonOf(folder: string): string {
  return process.platform === "win32" ? join(folder, "Scripts", "python.exe") : join(folder, "bin", "python");
}

/** The system's own. */
export const systemPython = process.platform === "win32" ? "python" : "python3";

/** Pythons in which the peers may be installed, the likeliest first: LOCKSTEP_PYTHON alone where it is set. */
export function peerPythons(env: Environment): readonly string[] {
  const named = given(env.LOCKSTEP_PYTHON);
  if (named !== undefined) return [named];
  const installed = pythonOf(peersFolder(env));
  return existsSync(installed) ? [installed, systemPython] : [systemPython];
}
