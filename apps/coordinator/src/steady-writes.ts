import { sleep } from "@lockstep/async";
import { messageOf } from "./coordinator-error.js";

/** Between two attempts of a write that failed. */
const retryMs = 1000;

interface Write {
  readonly what: string;
  readonly write: () => Promise<void>;
}

/**
 * Writes that go on beside a run, one after the other. One that fails, as on a full disk, is tried again until it
 * succeeds or nobody wants to wait any more: nothing is lost, and nothing is out of order.
 */
export class SteadyWrites {
  #last: Promise<void> = Promise.resolve();
  #failure: string | undefined;
  /** Of writes that replace each other: the one that has not begun. */
  readonly #pending = new Map<string, () => Promise<void>>();
  readonly #givenUp = new AbortController();

  /** @param troubled told what cannot be written, and with undefined when it could */
  constructor(private readonly troubled: (reason: string | undefined) => void) {}

  /** @param what named where it fails, such as "the epochs' log" */
  add(what: string, write: () => Promise<void>): void {
    this.#last = this.#last.then(() => this.#try({ what, write }));
  }

  /** As {@link add}; of several with one name that wait, only the newest is done. */
  replace(what: string, write: () => Promise<void>): void {
    const isQueued = this.#pending.has(what);
    this.#pending.set(what, write);
    if (isQueued) return;
    this.add(what, async () => {
      for (let newest = this.#pending.get(what); newest; newest = this.#pending.get(what)) {
        await newest();
        if (this.#pending.get(what) === newest) this.#pending.delete(what);
      }
    });
  }

  /** Tries each write once more, and then no more. */
  giveUp(): void {
    this.#givenUp.abort();
  }

  /** Resolves when all that was asked for before is done or given up. */
  get done(): Promise<void> {
    return this.#last;
  }

  /** Resolves when nothing is left to do, with what was given up first, if anything. */
  async settled(): Promise<string | undefined> {
    let last: Promise<void>;
    do await (last = this.#last);
    while (last !== this.#last);
    return this.#failure;
  }

  async #try({ what, write }: Write): Promise<void> {
    for (let isTroubled = false; ; isTroubled = true) {
      const isLastTime = this.#givenUp.signal.aborted;
      const failure = await write().then(
        () => undefined,
        (error: unknown) => `${what} could not be written: ${messageOf(error)}`,
      );
      if (isTroubled && failure === undefined) this.troubled(undefined);
      if (failure === undefined) return;
      if (isLastTime) {
        this.#pending.delete(what);
        this.#failure ??= failure;
        return;
      }
      this.troubled(failure);
      await sleep(retryMs, this.#givenUp.signal);
    }
  }
}
