import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import type { TfjsEngineName } from "./engines/engine-name.js";
import { tensorflowEnvironment } from "./engines/tensorflow-environment.js";

/** Whether an engine works on this machine. */
export interface BackendProbe {
  readonly name: TfjsEngineName;
  readonly available: boolean;
  readonly version?: string;
  /** Why it does not, and how to mend that. */
  readonly reason?: string;
}

const timeLimitMs = 60_000;

/** Opens a backend and says, in one line of JSON, what became of it. */
const probeScript = `
const [url, engine] = process.argv.slice(1);
const { openTfjsBackend } = await import(url);
const probe = await openTfjsBackend(engine).then(
  ({ version }) => ({ version }),
  ({ message }) => ({ reason: message }),
);
process.stdout.write(JSON.stringify(probe));
`;

/**
 * Tries an engine in a process of its own: only that shows that a native library really loads, and it leaves nothing
 * behind in this one.
 */
export async function probeTfjsBackend(engine: TfjsEngineName): Promise<BackendProbe> {
  const url = pathToFileURL(createRequire(import.meta.url).resolve("@lockstep/backend-tfjs")).href;
  const args = ["--input-type=module", "--eval", probeScript, url, engine];
  try {
    const env = { ...process.env, ...tensorflowEnvironment() };
    const { stdout } = await promisify(execFile)(process.execPath, args, { env, timeout: timeLimitMs });
    return { name: engine, ...parseProbe(stdout) };
  } catch (error) {
    // The process itself broke, as it does where a native library is built for another machine.
    return {
      name: engine,
      available: false,
      reason: lastLine(error instanceof Error ? error.message : String(error)),
    };
  }
}

function parseProbe(text: string): Omit<BackendProbe, "name"> {
  const { version, reason } = JSON.parse(text) as Partial<Record<string, unknown>>;
  if (typeof version === "string") return { available: true, version };
  return { available: false, reason: typeof reason === "string" ? reason : "no reason was given" };
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? text;
}
