export interface RunClockOptions {
  /** Milliseconds on a steady clock. */
  readonly now: () => number;
  /** Between two ticks. */
  readonly intervalMs: number;
  readonly tick: (time: number) => void;
  /** Earliest time at which a tick would do something that the regular ones are too seldom for; Infinity: none. */
  readonly deadline: () => number;
}

/**
 * A run's ticks: regular ones, and one at each deadline. One that comes late was held up here, not by workers: it is
 * left out, so that what they said meanwhile is read first.
 */
export class RunClock {
  readonly #ticks: NodeJS.Timeout;
  readonly #lateMs: number;
  #tickedAt: number;
  #timer: NodeJS.Timeout | undefined;
  /** When the timer is due; Infinity: there is none. */
  #dueAt = Infinity;
  /** A deadline at which a tick changed nothing: the regular ones come back to it. */
  #vain = Infinity;

  constructor(private readonly options: RunClockOptions) {
    this.#lateMs = 2 * options.intervalMs;
    this.#tickedAt = options.now();
    this.#ticks = setInterval(() => this.#tick(), options.intervalMs);
  }

  /** To be called after the run took something: its deadline may be another. */
  look(): void {
    const deadline = this.options.deadline();
    // A timer that is due too early looks again then.
    if (deadline >= this.#dueAt || deadline === this.#vain || deadline === Infinity) return;
    clearTimeout(this.#timer);
    const time = this.options.now();
    this.#dueAt = Math.max(deadline, time);
    this.#timer = setTimeout(() => this.#due(), Math.max(1, deadline - time));
  }

  stop(): void {
    clearInterval(this.#ticks);
    clearTimeout(this.#timer);
  }

  #tick(): void {
    const time = this.options.now();
    const isLate = time - this.#tickedAt > this.#lateMs;
    this.#tickedAt = time;
    if (!isLate) this.options.tick(time);
  }

  #due(): void {
    const time = this.options.now();
    const isLate = Math.max(time - this.#dueAt, time - this.#tickedAt) > this.#lateMs;
    this.#dueAt = Infinity;
    const deadline = this.options.deadline();
    if (deadline <= time && !isLate) {
      this.options.tick(time);
      if (this.options.deadline() === deadline) this.#vain = deadline;
    }
    this.look();
  }
}
