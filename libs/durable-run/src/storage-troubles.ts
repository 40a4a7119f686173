/** Why a run must stand still as what it needs to keep cannot be written, over all causes. */
export class StorageTroubles {
  readonly #reasons = new Map<string, string>();

  /** @param reason undefined: the cause is settled */
  set(cause: string, reason: string | undefined): void {
    if (reason === undefined) this.#reasons.delete(cause);
    else this.#reasons.set(cause, reason);
  }

  /** For people; undefined: there is none. */
  get reason(): string | undefined {
    return this.#reasons.size === 0 ? undefined : [...new Set(this.#reasons.values())].join("; ");
  }
}
