import type { PauseCause } from "./run-messages.js";

/** Who wants a run to stand still, and why. */
export class Pause {
  readonly #reasons = new Map<PauseCause, string>();

  /** Whether anybody does. */
  get isWanted(): boolean {
    return this.#reasons.size > 0;
  }

  /** The causes with their reasons, in the order in which they came. */
  get wishes(): readonly { readonly cause: PauseCause; readonly reason: string }[] {
    return [...this.#reasons].map(([cause, reason]) => ({ cause, reason }));
  }

  /** False where the cause was there before: nothing changes then. */
  want(cause: PauseCause, reason: string): boolean {
    if (this.#reasons.has(cause)) return false;
    this.#reasons.set(cause, reason);
    return true;
  }

  /** False where the cause was not there. */
  settle(cause: PauseCause): boolean {
    return this.#reasons.delete(cause);
  }
}
