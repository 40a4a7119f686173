import type { CoordinatorMessage } from "@lockstep/protocol";

/** A message to be made when its turn comes; undefined: there is nothing to say after all. */
export type MakeMessage = () => CoordinatorMessage | undefined | Promise<CoordinatorMessage | undefined>;

/**
 * A run's messages to one worker, in their order, some of which take time to make: rows are read from files. What
 * follows one of those waits for it; all else leaves at once.
 */
export class WorkerOutbox {
  readonly #waiting: MakeMessage[] = [];
  #isMaking = false;
  #isClosed = false;

  /** @param failed told when a message cannot be made; nothing is sent after it */
  constructor(
    private readonly send: (message: CoordinatorMessage) => void,
    private readonly failed: (error: unknown) => void,
  ) {}

  add(make: MakeMessage): void {
    if (this.#isClosed) return;
    if (this.#isMaking) this.#waiting.push(make);
    else this.#make(make);
  }

  /** Forgets what has not been sent. */
  close(): void {
    this.#isClosed = true;
    this.#waiting.length = 0;
  }

  #make(make: MakeMessage): void {
    try {
      const made = make();
      if (!(made instanceof Promise)) return this.#say(made);
      this.#isMaking = true;
      made.then(
        (message) => this.#goOnWith(message),
        (error: unknown) => this.#fail(error),
      );
    } catch (error) {
      this.#fail(error);
    }
  }

  #say(message: CoordinatorMessage | undefined): void {
    if (message && !this.#isClosed) this.send(message);
  }

  #goOnWith(message: CoordinatorMessage | undefined): void {
    this.#isMaking = false;
    this.#say(message);
    this.#makeNext();
  }

  /** What is made at once leaves at once, up to one that takes time. */
  #makeNext(): void {
    for (let next = this.#waiting.shift(); next; next = this.#isMaking ? undefined : this.#waiting.shift())
      this.#make(next);
  }

  #fail(error: unknown): void {
    if (this.#isClosed) return;
    this.close();
    this.failed(error);
  }
}
