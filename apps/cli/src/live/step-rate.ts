/** The newest steps that count, by the coordinator's clock. */
const windowMs = 20_000;

/** Steps that come closer together are looked at as one. */
const grainMs = 100;

/** Below that nothing can be said. */
const leastMs = 300;

interface Moment {
  readonly step: number;
  readonly timeMs: number;
}

/** How fast steps come, by what events say of their time. */
export class StepRate {
  #moments: Moment[] = [];
  #newest: Moment | undefined;

  take(step: number, timeMs: number): void {
    const last = this.#moments.at(-1);
    // A clock that was set back, or steps that are computed again.
    if (last && (timeMs < last.timeMs || step < last.step)) this.forget();
    this.#newest = { step, timeMs };
    if (last && timeMs - last.timeMs < grainMs) return;
    this.#moments.push(this.#newest);
    while (this.#moments.length > 2 && timeMs - (this.#moments[0] as Moment).timeMs > windowMs)
      this.#moments.shift();
  }

  /** What was before says nothing of what comes: a pause, a restart. */
  forget(): void {
    this.#moments = [];
    this.#newest = undefined;
  }

  /** Absent while too little is known. */
  get stepsPerSecond(): number | undefined {
    const first = this.#moments[0];
    if (!first || !this.#newest) return undefined;
    const elapsedMs = this.#newest.timeMs - first.timeMs;
    const steps = this.#newest.step - first.step;
    return elapsedMs >= leastMs && steps > 0 ? (1000 * steps) / elapsedMs : undefined;
  }
}
