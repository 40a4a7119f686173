import { processIo } from "./io.js";
import { runCli } from "./run-cli.js";

// Who reads our output may stop reading, as `head` does: there is nothing more to say then.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

const exitCode = await runCli(process.argv.slice(2), processIo());
// What was written is out before the process ends, and no forgotten handle keeps it alive.
process.stdout.write("", () => process.stderr.write("", () => process.exit(exitCode)));
