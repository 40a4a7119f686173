import { execFile } from "node:child_process";
import { delimiter, dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** Where the package is, and the checkout. */
export const packageFolder = fileURLToPath(new URL("../..", import.meta.url));
const toolsFolder = fileURLToPath(new URL("../../../../tools/", import.meta.url));

/** Runs a command in the package's folder to its end; a failure has what it printed. @returns its standard output */
export async function run(command: readonly string[], env: Record<string, string> = {}): Promise<string> {
  const [program = "", ...args] = command;
  try {
    const { stdout } = await promisify(execFile)(program, args, {
      cwd: packageFolder,
      // Programs that these start find the Node.js that runs us.
      env: { ...process.env, PATH: [dirname(process.execPath), process.env.PATH].join(delimiter), ...env },
      maxBuffer: 64 * 1024 * 1024,
    });
    return stdout;
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    throw new Error([String(error), stdout, stderr].join("\n").slice(-20_000), { cause: error });
  }
}

/** Runs a program of the checkout's tools/. */
export function runTool(path: string, ...args: readonly string[]): Promise<string> {
  return run([process.execPath, toolsFolder + path, ...args]);
}

/** Whether PATH has a program. */
export async function isInstalled(program: string): Promise<boolean> {
  return run(["/bin/sh", "-c", `command -v ${program}`]).then(
    () => true,
    () => false,
  );
}

/** What to do where tests want programs that are not there. */
export const howToInstall = "run node tools/test/install-packages.mjs as root";
