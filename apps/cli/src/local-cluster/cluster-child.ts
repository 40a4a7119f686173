import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { parseChildLine, type ChildLine } from "./child-log.js";
import { parseChildMessage, type ChildMessage, type ParentMessage } from "./child-messages.js";
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
  tell(message: ParentMessage): void;
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
  }) as ChildProcess & { readonly stderr: Readable };
  const tail = new TextTail();
  let said: string | undefined;
  const allRead = readLines(child.stderr, (line) => {
    if (line.level !== "info" && line.level !== "debug") tail.add(line.text);
    options.onLine(line);
  });
  child.on("message", (value) => {
    const message = parseChildMessage(value);
    if (message?.type === "failed") said = message.message;
    if (message) options.onMessage(message);
  });
  const message = (): string => said ?? tail.lines.join("\n");
  const ended = Promise.all([exitOf(child), allRead]).then(([exit]) => ({ message: message(), ...exit }));
  return {
    name: options.name,
    ended,
    tell: (message) => tell(child, message),
    release: () => release(child),
    kill: () => kill(child),
  };
};

/** Hands on the lines of a stream until it ends. */
function readLines(stream: Readable, onLine: (line: ChildLine) => void): Promise<void> {
  const lines = createInterface({ input: stream });
  lines.on("line", (line) => onLine(parseChildLine(line)));
  return new Promise((resolve) => lines.on("close", resolve));
}

/** `exit`, as `close` does not come where the parent closed the channel. */
function exitOf(
  child: ChildProcess,
): Promise<Pick<ChildEnd, "code" | "signal"> & { readonly message?: string }> {
  return new Promise((resolve) => {
    child.on("exit", (code, signal) => resolve({ code, signal }));
    child.on("error", (error) => {
      // A child that never ran has no `exit` to wait for; one that cannot be signalled is gone already.
      if (child.pid === undefined) resolve({ code: null, signal: null, message: error.message });
    });
  });
}

function tell(child: ChildProcess, message: ParentMessage): void {
  // One that is gone has ended, and is told of for that.
  if (child.connected) child.send(message, () => undefined);
}

function release(child: ChildProcess): void {
  if (child.connected) child.disconnect();
}

function kill(child: ChildProcess): void {
  child.kill("SIGKILL");
}
