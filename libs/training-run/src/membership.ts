/** A worker of a run. */
export interface Joined {
  readonly worker: string;
  readonly slots: number;
  readonly backend: string;
  readonly fingerprint: string;
  /** Time of the last sign of life, in milliseconds. */
  readonly heardAt: number;
}

interface Member extends Joined {
  heardAt: number;
  /** Silent for longer than its lease: what it held went to others, until it is heard from again. */
  expired: boolean;
  /** Said that it goes: it finishes what it holds and gets nothing new. */
  leaving: boolean;
}

/** The workers of a run, in the order in which they joined. */
export class Membership {
  readonly #members = new Map<string, Member>();

  constructor(private readonly leaseDurationMs: number) {}

  add(joined: Joined): void {
    this.#members.set(joined.worker, { ...joined, expired: false, leaving: false });
  }

  /** False where it is no member. */
  remove(worker: string): boolean {
    return this.#members.delete(worker);
  }

  /** False where it is no member. */
  startLeaving(worker: string): boolean {
    const member = this.#members.get(worker);
    if (member) member.leaving = true;
    return member !== undefined;
  }

  /** Those who get work. */
  get live(): readonly Joined[] {
    return [...this.#members.values()].filter(({ expired, leaving }) => !expired && !leaving);
  }

  get leaving(): readonly Joined[] {
    return [...this.#members.values()].filter(({ leaving }) => leaving);
  }

  /** All members, whatever their state. */
  get workers(): string[] {
    return [...this.#members.keys()];
  }

  /** Renews the worker's lease. True where it had expired before. */
  hear(worker: string, time: number): boolean {
    const member = this.#members.get(worker);
    if (!member) return false;
    const recovered = member.expired;
    member.heardAt = Math.max(member.heardAt, time);
    member.expired = false;
    return recovered;
  }

  /** Members whose lease ran out by `time`; they are expired from now on. */
  expire(time: number): readonly Joined[] {
    const late = [...this.#members.values()].filter(
      ({ expired, heardAt }) => !expired && time - heardAt > this.leaseDurationMs,
    );
    for (const member of late) member.expired = true;
    return late;
  }
}
