import { processIo } from "./io.js";
import { reportError } from "./report-error.js";
import { runCli } from "./run-cli.js";
import { watchStandardStreams } from "./standard-streams.js";

/** The program `lockstep`: does what the process's arguments say, and ends the process. */
export async function lockstep(): Promise<void> {
  watchStandardStreams(process);
  const exitCode = await run();
  // What was written is out before the process ends, and no forgotten handle keeps it alive.
  process.stdout.write("", (error) => {
    // Why stdout failed is told, and the process ended, by who watches it.
    if (!error) process.stderr.write("", () => process.exit(exitCode));
  });
}

async function run(): Promise<number> {
  try {
    return await runCli(process.argv.slice(2), processIo());
  } catch (error) {
    const report = reportError(error);
    process.stderr.write(`lockstep: ${report.message}\n`);
    return report.exitCode;
  }
}
