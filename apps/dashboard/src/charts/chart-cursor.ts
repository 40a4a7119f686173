/** Where the cursor of several charts is, so that it is at the same place in all of them. */
export class ChartCursor {
  readonly #listeners = new Set<() => void>();
  #x: number | undefined;

  /** Undefined: nobody points at anything. */
  get x(): number | undefined {
    return this.#x;
  }

  set(x: number | undefined): void {
    if (x === this.#x) return;
    this.#x = x;
    for (const listener of [...this.#listeners]) listener();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}
