import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { parseChildLine, type ChildLine } from "./child-log.js";
import { parseChildMessage, type ChildMessage } from "./child-messages.js";
import { TextTail } from "./text-tail.js";

/** How a child ended. */
export interface ChildEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** What it said of it; else the end of what it wrote. */
  readonly message: string;
}

/** A process of the local cluster. */
export interface ClusterChild {
  readonly name: string;
  /** Never rejects. */
  readonly ended: Promise<ChildEnd>;
  /** Closes its channel: it ends by itself. */
  release(): void;
  /** Ends it now. */
  kill(): void;
}

export interface ChildOptions {
  readonly name: string;
  /** Arguments of node. */
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  onLine(line: ChildLine): void;
  onMessage(message: ChildMessage): void;
}

export type SpawnChild = (options: ChildOptions) => ClusterChild;

/**
 * Starts node with an IPC channel, whose end tells the child that its parent is gone. It is in a session of its own:
 * the terminal's Ctrl-C reaches the parent alone, which decides what to do.
 */
export const spawnChild: SpawnChild = (options) => {
  const child = spawn(process.execPath, options.command, {
    detached: true,
    env: options.env,
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  const tail = new TextTail();
  let said: string | undefined;
  readLines(child, (line) => {
    tail.add(line.text);
    options.onLine(line);
  });
  child.on("message", (value) => {
    const message = parseChildMessage(value);
    if (message?.type === "failed") said = message.message;
    if (message) options.onMessage(message);
  });
  const message = (): string => said ?? tail.lines.join("\n");
  return {
    name: options.name,
    ended: endOf(child, message),
    release: () => release(child),
    kill: () => kill(child),
  };
};

function readLines(child: ChildProcess, onLine: (line: ChildLine) => void): void {
  if (child.stderr === null) return;
  createInterface({ input: child.stderr }).on("line", (line) => onLine(parseChildLine(line)));
}

/** `close` comes after the last line of stderr has been read. */
function endOf(child: ChildProcess, message: () => string): Promise<ChildEnd> {
  return new Promise((resolve) => {
    child.on("close", (code, signal) => resolve({ code, signal, message: message() }));
    child.on("error", (error) => {
      // Only a child that never ran has no `close` to wait for; one that cannot be signalled is gone already.
      if (child.pid === undefined) resolve({ code: null, signal: null, message: error.message });
    });
  });
}

function release(child: ChildProcess): void {
  if (child.connected) child.disconnect();
}

function kill(child: ChildProcess): void {
  child.kill("SIGKILL");
}
