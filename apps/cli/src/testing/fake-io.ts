import { deferred } from "@lockstep/async";
import type { Io, ParentMessageOf, StopSignal } from "../io.js";
import type { ChildMessage, ParentMessage } from "../local-cluster/child-messages.js";

/** What `exit` throws, as it must not return. */
export class Exited extends Error {
  constructor(readonly exitCode: number) {
    super(`exited with ${exitCode}`);
  }
}

/** A world that tests look into and act on. */
export class FakeIo implements Io {
  out = "";
  err = "";
  nowMs = 0;
  readonly told: ChildMessage[] = [];
  readonly env: Record<string, string | undefined> = {};
  cwd = "/project";
  #scheduled: (() => void)[] = [];
  readonly #signalListeners = new Set<(signal: StopSignal) => void>();
  #parentGone: () => void = () => undefined;
  readonly #messages = { begin: deferred<ParentMessage>(), coordinator: deferred<ParentMessage>() };

  readonly stdout = (text: string): void => void (this.out += text);
  readonly stderr = (text: string): void => void (this.err += text);
  readonly parent = {
    tell: (message: ChildMessage): void => void this.told.push(message),
    told: <Type extends ParentMessage["type"]>(type: Type) =>
      this.#messages[type].promise as Promise<ParentMessageOf<Type>>,
    onGone: (listener: () => void): void => void (this.#parentGone = listener),
  };

  now(): number {
    return this.nowMs;
  }

  schedule(callback: () => void): () => void {
    this.#scheduled.push(callback);
    return () => (this.#scheduled = this.#scheduled.filter((other) => other !== callback));
  }

  /** Time goes by at once. */
  sleep(delayMs: number): Promise<void> {
    this.nowMs += delayMs;
    return new Promise((resolve) => setImmediate(resolve));
  }

  onSignal(listener: (signal: StopSignal) => void): () => void {
    this.#signalListeners.add(listener);
    return () => this.#signalListeners.delete(listener);
  }

  exit(code: number): never {
    throw new Exited(code);
  }

  /** Everything scheduled happens now. */
  runScheduled(): void {
    for (const callback of this.#scheduled.splice(0)) callback();
  }

  signal(signal: StopSignal): void {
    for (const listener of this.#signalListeners) listener(signal);
  }

  get listensToSignals(): boolean {
    return this.#signalListeners.size > 0;
  }

  /** What the parent says. */
  hear(message: ParentMessage): void {
    this.#messages[message.type].resolve(message);
  }

  loseParent(): void {
    this.#parentGone();
  }
}
