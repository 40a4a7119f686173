/** How far a run had come in an earlier life, as it was told: what people saw of it. */
export interface ToldProgress {
  /** Number of the last round of which anything was told; -1: of none. */
  readonly round: number;
  /** 0: none. */
  readonly steps: number;
  /** Of the workers that computed the steps; absent: unknown, or no step was told. */
  readonly fingerprint?: string | undefined;
}

/**
 * A stop that somebody asked for. It waits for the current step and, after a recovery, for what was told before the
 * interruption to be computed again: a stopped run leaves what its history says. It waits for no step longer than a lease.
 */
export class Stop {
  #reason: string | undefined;
  #by = Infinity;

  constructor(
    private readonly leaseDurationMs: number,
    private readonly told: ToldProgress | undefined,
  ) {}

  /** Why; undefined: nobody asked. */
  get reason(): string | undefined {
    return this.#reason;
  }

  /** When the run stops as it stands. */
  get by(): number {
    return this.#by;
  }

  /** False where it was asked for before: nothing changes then. */
  ask(reason: string, time: number): boolean {
    if (this.#reason !== undefined) return false;
    this.#reason = reason;
    this.#by = time + this.leaseDurationMs;
    return true;
  }

  /** A round was committed: the next one may take a lease, too. */
  postpone(time: number): void {
    if (this.#reason !== undefined) this.#by = time + this.leaseDurationMs;
  }

  /** Whether the round with the number was told of before. */
  isCatchingUp(round: number): boolean {
    return round <= (this.told?.round ?? -1);
  }

  /** What it waits for while it catches up. */
  get waitingFor(): string {
    return `what was told before the interruption (up to step ${this.told?.steps ?? 0}) to be computed again; then it stops`;
  }
}
