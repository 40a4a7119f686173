import { CliError } from "./cli-error.js";
import { parseParentMessage, type ChildMessage, type ParentMessage } from "./local-cluster/child-messages.js";
import { processTerminal } from "./process-terminal.js";
import type { Terminal } from "./terminal.js";

/** Signals that ask a command to end. */
export type StopSignal = "SIGINT" | "SIGTERM";

/** The parent's messages of a type. */
export type ParentMessageOf<Type extends ParentMessage["type"]> = Extract<
  ParentMessage,
  { readonly type: Type }
>;

/** The process that started this one as a child of its local cluster. */
export interface Parent {
  tell(message: ChildMessage): void;
  /** Resolves with the parent's message of a type when it comes. */
  told<Type extends ParentMessage["type"]>(type: Type): Promise<ParentMessageOf<Type>>;
  /** Calls the listener when the parent lets go, or is gone however it went. */
  onGone(listener: () => void): void;
}

/** The world around a command. */
export interface Io {
  /** Data. */
  readonly stdout: (text: string) => void;
  /** Progress and messages. */
  readonly stderr: (text: string) => void;
  /** What stderr is, where it is a terminal. */
  readonly terminal?: Terminal;
  readonly parent?: Parent;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds. */
  now(): number;
  /** Calls back once after a time, unless the function that is returned is called before. */
  schedule(callback: () => void, delayMs: number): () => void;
  /** Resolves after a time; the process stays for it. */
  sleep(delayMs: number): Promise<void>;
  /** Calls the listener instead of ending, until the function that is returned is called. */
  onSignal(listener: (signal: StopSignal) => void): () => void;
  /** Ends the process now. */
  exit(code: number): never;
}

/** The process's own. @throws {CliError} where it has no working folder */
export function processIo(): Io {
  const terminal = processTerminal();
  return {
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
    ...(terminal ? { terminal } : {}),
    ...(process.send ? { parent: { tell, told, onGone } } : {}),
    cwd: workingFolder(),
    env: process.env,
    now: () => performance.now(),
    schedule(callback, delayMs) {
      const timer = setTimeout(callback, delayMs).unref();
      return () => clearTimeout(timer);
    },
    sleep: (delayMs) => new Promise((resolve) => setTimeout(resolve, delayMs)),
    onSignal,
    exit: (code) => process.exit(code),
  };
}

function workingFolder(): string {
  try {
    return process.cwd();
  } catch (cause) {
    const reason = (cause as Error).message;
    throw new CliError("failed", `the current folder is gone, or cannot be read: ${reason}`, { cause });
  }
}

function onSignal(listener: (signal: StopSignal) => void): () => void {
  const onInterrupt = (): void => listener("SIGINT");
  const onTerminate = (): void => listener("SIGTERM");
  process.on("SIGINT", onInterrupt);
  process.on("SIGTERM", onTerminate);
  return () => {
    process.off("SIGINT", onInterrupt);
    process.off("SIGTERM", onTerminate);
  };
}

function tell(message: ChildMessage): void {
  if (process.connected) process.send?.(message);
}

function told<Type extends ParentMessage["type"]>(type: Type): Promise<ParentMessageOf<Type>> {
  return new Promise((resolve) => {
    const listen = (value: unknown): void => {
      const message = parseParentMessage(value);
      if (message?.type !== type) return;
      process.off("message", listen);
      process.channel?.unref();
      resolve(message as ParentMessageOf<Type>);
    };
    process.on("message", listen);
    // Until then there may be nothing else to wait for.
    process.channel?.ref();
  });
}

/** How long a child whose parent is gone may take to end well. */
const graceMs = 2_000;

function onGone(listener: () => void): void {
  const end = (): void => {
    setTimeout(() => process.exit(1), graceMs).unref();
    listener();
  };
  // The parent may have gone before anybody listened; then there is no event to come.
  if (process.connected) process.once("disconnect", end);
  else end();
  // The channel must not be what keeps this process alive.
  process.channel?.unref();
}
