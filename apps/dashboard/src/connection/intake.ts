/** Messages that wait at most; who has more to catch up with begins anew from a snapshot. */
export const maxWaitingMessages = 100_000;

export interface IntakeOptions {
  /** Takes one message. */
  readonly take: (message: string) => void;
  /** After each slice. */
  readonly settle: () => void;
  /** More came than can wait; what waited is forgotten. */
  readonly overflow: () => void;
  /** Calls back once, soon: with the next frame where there are frames. */
  readonly schedule: (slice: () => void) => void;
  /** Milliseconds, of any origin. */
  readonly now: () => number;
}

/** How long a slice takes, so that a frame of 16 ms has time for drawing. */
export const sliceMs = 6;

/** Takes messages in bounded slices, so that however many come at once, the page answers in between. */
export class Intake {
  readonly #options: IntakeOptions;
  #waiting: string[] = [];
  #next = 0;
  #scheduled = false;

  constructor(options: IntakeOptions) {
    this.#options = options;
  }

  /** Messages that are not taken yet. */
  get waiting(): number {
    return this.#waiting.length - this.#next;
  }

  push(message: string): void {
    if (this.waiting >= maxWaitingMessages) {
      this.clear();
      this.#options.overflow();
      return;
    }
    this.#waiting.push(message);
    this.#schedule();
  }

  /** Forgets what waits. */
  clear(): void {
    this.#waiting = [];
    this.#next = 0;
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#options.schedule(() => {
      this.#scheduled = false;
      this.#takeSlice();
    });
  }

  #takeSlice(): void {
    const end = this.#options.now() + sliceMs;
    do {
      const message = this.#waiting[this.#next];
      if (message === undefined) break;
      this.#next += 1;
      this.#options.take(message);
    } while (this.#options.now() < end);
    if (this.waiting === 0) this.clear();
    else this.#schedule();
    this.#options.settle();
  }
}
