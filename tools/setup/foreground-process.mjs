import { spawn } from "node:child_process";
import { constants } from "node:os";

/**
 * Runs Node.js with our own input and output until it ends.
 * @param {string[]} args @param {{ cwd: string }} options
 * @returns {Promise<number>} its exit code, 128 + n when signal n ended it
 */
export async function runInForeground(args, { cwd }) {
  const child = spawn(process.execPath, args, { cwd, stdio: "inherit" });
  const forward = (/** @type {NodeJS.Signals} */ signal) => void child.kill(signal);
  // A terminal sends Ctrl-C to the whole group, child included, and npm sends it to us once more: to pass it on would
  // make two or three of one. Off a terminal a SIGINT was meant for us alone.
  const onInterrupt = isOnTerminal() ? () => {} : forward;
  process.on("SIGINT", onInterrupt).on("SIGTERM", forward).on("SIGHUP", forward);
  try {
    return await exitCodeOf(child);
  } finally {
    process.off("SIGINT", onInterrupt).off("SIGTERM", forward).off("SIGHUP", forward);
  }
}

/** @param {import("node:child_process").ChildProcess} child @returns {Promise<number>} */
function exitCodeOf(child) {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) =>
      resolve(signal === null ? (code ?? 1) : 128 + constants.signals[signal]),
    );
  });
}

const isOnTerminal = () => [process.stdin, process.stdout, process.stderr].some((stream) => stream.isTTY);
