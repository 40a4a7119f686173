import { writeFileSync } from "node:fs";
import { isMainThread, parentPort } from "node:worker_threads";
import { startProgram } from "./start-program.js";

/**
 * Starts a program and keeps what V8 compiled for it, for the next start: of a process when it ends, of a thread
 * whenever it answers, as it may be ended at any time after.
 */
export function recordProgram(name: string): void {
  startProgram(name, (bundle, cacheFile) => {
    const keep = (): void => writeFileSync(cacheFile, bundle.codeCache());
    if (isMainThread) process.once("exit", keep);
    else if (parentPort) beforeEachAnswer(parentPort, keep);
  });
}

function beforeEachAnswer(port: NonNullable<typeof parentPort>, keep: () => void): void {
  const post = port.postMessage.bind(port);
  port.postMessage = (message, transfer) => {
    keep();
    post(message, transfer as never);
  };
}
