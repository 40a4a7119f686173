import type { TaskOutcome } from "./slot.js";

/** Time after which a slot that goes on with what is not wanted any more is taken for broken. */
export const defaultHungAfterMs = 600_000;

/** How long what computes is waited for when it is told to end: what hangs in a library never does. */
export const closeLimitMs = 5000;

/** The task that a slot computes. */
export class TaskUnderWay {
  readonly #since = performance.now();
  #hanging: NodeJS.Timeout | undefined;

  constructor(
    readonly id: number,
    private readonly done: (outcome: TaskOutcome) => void,
  ) {}

  get busyMs(): number {
    return performance.now() - this.#since;
  }

  get isGivenUp(): boolean {
    return this.#hanging !== undefined;
  }

  /** Its outcome is not wanted any more: `hung` is called where there is none after that time all the same. */
  giveUp(hungAfterMs: number, hung: (reason: string) => void): void {
    this.#hanging = setTimeout(() => {
      hung(`it goes on with what was given up ${hungAfterMs / 1000} s ago`);
    }, hungAfterMs).unref();
  }

  end(outcome: TaskOutcome): void {
    clearTimeout(this.#hanging);
    this.done(outcome);
  }
}
