/**
 * Runs a program (node leash.mjs PROGRAM ARGUMENTS...) and ends it, with its children, as soon as whoever started us is
 * gone, however it went: its end of our standard input closes. Otherwise a killed set-up would leave npm or a compiler at
 * work in the checkout while the next set-up begins.
 */
import { spawn } from "node:child_process";

const [program = "", ...args] = process.argv.slice(2);
const child = spawn(program, args, { stdio: ["ignore", "inherit", "inherit"] });

child.once("error", (error) => {
  console.error(`${program} can't be started: ${error.message}`);
  process.exit(127);
});
child.once("exit", (code, signal) => {
  if (signal === null) process.exit(code ?? 1);
  else process.kill(process.pid, signal);
});

process.stdin.resume();
process.stdin.once("close", () => {
  // We were started as the leader of a process group: all of it ends, ourselves included.
  if (process.platform === "win32") child.kill();
  else process.kill(-process.pid, "SIGKILL");
});
