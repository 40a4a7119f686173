/** Writes that go on beside a run, one after the other, and what the first of them failed by. */
export class OrderedWrites {
  #last: Promise<void> = Promise.resolve();
  #failure: string | undefined;
  /** Of writes that replace each other: the one that has not begun. */
  readonly #pending = new Map<string, () => Promise<void>>();

  /** @param what named where it fails, such as "the epochs' log" */
  add(what: string, write: () => Promise<void>): void {
    this.#last = this.#last.then(write).catch((error: unknown) => {
      this.#failure ??= `${what} could not be written: ${error instanceof Error ? error.message : String(error)}`;
    });
  }

  /** As {@link add}; of several with one name that wait, only the newest is done. */
  replace(what: string, write: () => Promise<void>): void {
    const isQueued = this.#pending.has(what);
    this.#pending.set(what, write);
    if (isQueued) return;
    this.add(what, async () => {
      const newest = this.#pending.get(what);
      this.#pending.delete(what);
      await newest?.();
    });
  }

  /** Resolves when all that was asked for is done, with what went wrong, if anything. */
  async settled(): Promise<string | undefined> {
    await this.#last;
    return this.#failure;
  }
}
