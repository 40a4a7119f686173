import { exitCodes } from "./exit-codes.js";
import type { Io } from "./io.js";
import { packageVersion } from "./package-version.js";
import { createProgram } from "./program.js";
import { reportError } from "./report-error.js";

/**
 * Does what the arguments say.
 * @param args without `node` and the script
 * @returns the exit code: 0 done, 1 failed, 2 what was typed or named cannot be used, 128 + n after signal n
 */
export async function runCli(args: readonly string[], io: Io): Promise<number> {
  let exitCode: number = exitCodes.done;
  const program = createProgram({ io, version: packageVersion(), done: (code) => (exitCode = code) });
  try {
    await program.parseAsync(args, { from: "user" });
    return exitCode;
  } catch (error) {
    return tellError(error, io);
  }
}

function tellError(error: unknown, io: Io): number {
  const { message, exitCode } = reportError(error);
  if (message !== "") {
    io.stderr(`lockstep: ${message}\n`);
    io.parent?.tell({ type: "failed", message });
  }
  return exitCode;
}
