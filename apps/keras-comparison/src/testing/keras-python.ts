import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const scripts = fileURLToPath(new URL("../../python/", import.meta.url));
const requirements = join(scripts, "requirements.txt");

/** A Python that has Keras, or why there is none. */
export type KerasPython =
  | { readonly run: (script: string, args: readonly string[]) => Promise<void> }
  | { readonly unavailable: string };

/**
 * Python with Keras, JAX and onnxruntime of pinned versions, kept in Lockstep's cache: installed by `pip` when it is first
 * asked for.
 */
export async function kerasPython(): Promise<KerasPython> {
  const python = process.env.LOCKSTEP_PYTHON ?? "python3";
  const packages = packagesFolder();
  if (!existsSync(packages)) {
    const failure = await install(python, packages);
    if (failure !== undefined) return { unavailable: failure };
  }
  return {
    async run(script, args) {
      const failure = await finished(python, [join(scripts, script), ...args], { PYTHONPATH: packages });
      if (failure !== undefined) throw new Error(`${script}: ${failure}`);
    },
  };
}

/** Another set of versions is another folder. */
function packagesFolder(): string {
  const caches = given(process.env.XDG_CACHE_HOME) ?? join(homedir(), ".cache");
  const cache = given(process.env.LOCKSTEP_CACHE_DIR) ?? join(caches, "lockstep");
  const digest = createHash("sha256").update(readFileSync(requirements)).digest("hex").slice(0, 16);
  return join(cache, "keras", digest);
}

function given(value: string | undefined): string | undefined {
  return value === "" ? undefined : value;
}

/** Installs into a folder of its own, which takes its place when it is whole. Gives why it could not be done. */
async function install(python: string, folder: string): Promise<string | undefined> {
  const partial = `${folder}.${process.pid}`;
  mkdirSync(partial, { recursive: true });
  process.stderr.write("installing Keras, JAX and onnxruntime for the comparison (once, some 400 MB)\n");
  const pip = ["-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--quiet"];
  const failure = await finished(python, [...pip, "--target", partial, "-r", requirements], {});
  if (failure !== undefined) {
    rmSync(partial, { recursive: true, force: true });
    return `Keras could not be installed by ${python} -m pip: ${failure}`;
  }
  // Another process may have been quicker.
  try {
    renameSync(partial, folder);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return undefined;
}

/** Runs a program to its end. Gives the end of what it said where it failed. */
function finished(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  const child = spawn(program, args, {
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, PYTHONWARNINGS: "ignore", ...env },
  });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said = (said + chunk.toString()).slice(-2000)));
  return new Promise((resolve) => {
    child.on("error", (error) => resolve(error.message));
    child.on("close", (code) =>
      resolve(code === 0 ? undefined : `exit code ${code ?? "none"}: ${said.trim()}`),
    );
  });
}
