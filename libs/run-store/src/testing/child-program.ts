import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface, type Interface } from "node:readline";
import { afterThisTest } from "./temporary-stores.js";

/** A process that runs a program of ours, with what it prints. */
export interface ChildProgram {
  readonly process: ChildProcess;
  readonly lines: Interface;
  nextLine(): Promise<string>;
  /** Ends it at once, as a loss of power would. */
  kill(): Promise<void>;
  /** Resolves with its exit code when it has ended by itself. */
  ended(): Promise<number | null>;
}

/** Starts Node with a program (a module's text) that finds the package's parts by name. */
export function startProgram(text: string, ...args: string[]): ChildProgram {
  const child = spawn(process.execPath, ["--input-type=module", "-e", text, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  const lines = createInterface({ input: child.stdout });
  const waiting: string[] = [];
  const asked: ((line: string) => void)[] = [];
  lines.on("line", (line) => {
    const next = asked.shift();
    if (next) next(line);
    else waiting.push(line);
  });
  const program: ChildProgram = {
    process: child,
    lines,
    nextLine() {
      const line = waiting.shift();
      return line === undefined ? new Promise((resolve) => asked.push(resolve)) : Promise.resolve(line);
    },
    async kill() {
      child.kill("SIGKILL");
      await exited;
    },
    async ended() {
      const [code] = (await exited) as [number | null];
      return code;
    },
  };
  afterThisTest(() => program.kill());
  return program;
}
