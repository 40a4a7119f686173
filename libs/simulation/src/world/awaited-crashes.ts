import type { CrashMoment } from "../scenario/fault.js";

/** A crash of the coordinator that waits for its moment. */
export interface AwaitedCrash {
  readonly moment: CrashMoment;
  readonly machine: boolean;
  readonly downMs: number;
}

/** Crashes that wait for their moments. */
export class AwaitedCrashes {
  readonly #crashes: AwaitedCrash[] = [];

  add(crash: AwaitedCrash): void {
    this.#crashes.push(crash);
  }

  /** Takes out the one that waits longest for the moment that has come. */
  take(moment: CrashMoment): AwaitedCrash | undefined {
    const due = this.#crashes.findIndex((crash) => crash.moment === moment);
    return due < 0 ? undefined : this.#crashes.splice(due, 1)[0];
  }
}
