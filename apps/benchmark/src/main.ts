import { constants } from "node:os";
import { parseOptions, usage, type BenchmarkOptions } from "./benchmark-options.js";
import { installPeers } from "./peers/install-peers.js";
import { formatReport } from "./report/format-report.js";
import { runBenchmark } from "./run-benchmark.js";

const note = (text: string): void => void process.stderr.write(`benchmark: ${text}\n`);

/** The exit code: 0 measured, 1 failed, 2 wrong usage. Aims that are missed are told, not failed. */
async function main(): Promise<number> {
  let options: BenchmarkOptions;
  try {
    options = parseOptions(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return 2;
  }
  if (options.help) process.stdout.write(usage);
  else await benchmark(options);
  return 0;
}

async function benchmark(options: BenchmarkOptions): Promise<void> {
  if (options.installPeers) await installPeers(note);
  const report = await runBenchmark(options, note);
  process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : formatReport(report));
}

// What is cleaned up at the end is cleaned up after a signal too.
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => process.exit(128 + constants.signals[signal]));
}

const exitCode = await main().catch((error: unknown) => {
  note(error instanceof Error ? error.message : String(error));
  return 1;
});
// Native libraries that were loaded here need not be waited for.
process.stdout.write("", () => process.exit(exitCode));
