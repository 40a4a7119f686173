import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

const leash = fileURLToPath(new URL("leash.mjs", import.meta.url));

/** Process groups of the programs that run now: ended when the set-up is. @type {Set<number>} */
const running = new Set();

/**
 * @typedef {{ code: number | null, signal: NodeJS.Signals | null, timedOut?: string }} Outcome
 * @typedef {{ cwd?: string, env?: Record<string, string | undefined>, logFile: string,
 *   giveUp?: () => string | undefined }} CaptureOptions `giveUp` is asked each second; a reason ends the program
 */

/**
 * Runs a program to its end with its output in a log file; one that can't be started ends with code 127.
 * @param {string} command @param {string[]} args @param {CaptureOptions} options @returns {Promise<Outcome>}
 */
export function runCaptured(command, args, { cwd, env = process.env, logFile, giveUp }) {
  mkdirSync(dirname(logFile), { recursive: true });
  const log = openSync(logFile, "w");
  // A group of its own, so that a program's children end with it; it then gets no Ctrl-C of the terminal, but ours.
  const detached = process.platform !== "win32";
  const child = spawn(process.execPath, [leash, command, ...args], {
    cwd,
    env,
    detached,
    stdio: ["pipe", log, log],
  });
  closeSync(log);
  return new Promise((resolve, reject) => {
    let timedOut = /** @type {string | undefined} */ (undefined);
    const watch = setInterval(() => {
      timedOut ??= giveUp?.();
      if (timedOut !== undefined) endGroup(child.pid);
    }, 1_000);
    if (child.pid !== undefined) running.add(child.pid);
    const finish = () => {
      clearInterval(watch);
      if (child.pid !== undefined) running.delete(child.pid);
    };
    child.once("error", (error) => (finish(), reject(error)));
    child.once(
      "exit",
      (code, signal) => (finish(), resolve({ code, signal, ...(timedOut && { timedOut }) })),
    );
  });
}

/** Ends every program that still runs, with its children. */
export function endRunningPrograms() {
  for (const pid of running) endGroup(pid);
}

/** @param {number | undefined} pid */
function endGroup(pid) {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === "win32" ? pid : -pid, "SIGKILL");
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "ESRCH") throw error;
  }
}

/** The last lines a program wrote. @param {string} logFile @param {number} lines */
export function tailOf(logFile, lines) {
  try {
    return readFileSync(logFile, "utf8").trimEnd().split("\n").slice(-lines).join("\n");
  } catch {
    return "";
  }
}

/** What a program wrote, its middle left out when it is long: npm says why first, compilers last. @param {string} logFile @param {RegExp} [noise] lines not worth showing */
export function excerptOf(logFile, noise = /^$/) {
  const lines = tailOf(logFile, 10_000)
    .split("\n")
    .filter((line) => !noise.test(line));
  return (lines.length <= 40 ? lines : [...lines.slice(0, 12), "...", ...lines.slice(-27)]).join("\n");
}

/** "ended with code 1" or "was ended by SIGKILL". @param {Outcome} outcome */
export function sayOutcome({ code, signal, timedOut }) {
  if (timedOut !== undefined) return timedOut;
  return signal === null ? `ended with code ${code}` : `was ended by ${signal}`;
}
