import { writeFileSync } from "node:fs";
import { parentPort } from "node:worker_threads";
import { commandProgram, programNamed } from "./start-program.js";

/**
 * Starts a program and keeps what V8 compiled for it, for later starts: of a process when it ends, of a thread
 * whenever it answers, as it may be ended at any time after.
 */
export function startProgram(name: string): void {
  const program = programNamed(name);
  const keep = (): void => writeFileSync(program.codeFile, program.code);
  if (parentPort) beforeEachAnswer(parentPort, keep);
  else process.once("exit", keep);
  program.run();
}

export function startCommand(): void {
  startProgram(commandProgram());
}

function beforeEachAnswer(port: NonNullable<typeof parentPort>, keep: () => void): void {
  const post = port.postMessage.bind(port);
  port.postMessage = (message, transfer) => {
    keep();
    post(message, transfer as never);
  };
}
