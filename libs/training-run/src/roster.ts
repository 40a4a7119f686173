type Identity = Pick<Joined, "worker" | "incarnation">;

/** A worker of a run. */
export interface Joined {
  readonly worker: string;
  readonly incarnation: number;
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
  /** Could not compute what it was given: it gets nothing more of this run. */
  unfit: boolean;
  /** Version of the parameters it was last sent; undefined before it was told of the run. */
  version: number | undefined;
}

/** The workers of a run, in the order in which they joined. */
export class Roster {
  readonly #members = new Map<string, Member>();

  constructor(private readonly leaseDurationMs: number) {}

  add(joined: Joined): void {
    const fresh = { expired: false, leaving: false, unfit: false, version: undefined };
    this.#members.set(joined.worker, { ...joined, ...fresh });
  }

  /** False where it is no member. */
  remove(worker: string): boolean {
    return this.#members.delete(worker);
  }

  /** Whether that is the worker's newest incarnation, and a member. */
  isCurrent({ worker, incarnation }: Identity): boolean {
    return this.#members.get(worker)?.incarnation === incarnation;
  }

  /** Whether as new an incarnation joined before. */
  knows({ worker, incarnation }: Identity): boolean {
    return (this.#members.get(worker)?.incarnation ?? -Infinity) >= incarnation;
  }

  has(worker: string): boolean {
    return this.#members.has(worker);
  }

  markLeaving(worker: string): void {
    const member = this.#members.get(worker);
    if (member) member.leaving = true;
  }

  markUnfit(worker: string): void {
    const member = this.#members.get(worker);
    if (member) member.unfit = true;
  }

  /** Those who get work. */
  get live(): readonly Joined[] {
    return [...this.#members.values()].filter(
      ({ expired, leaving, unfit }) => !expired && !leaving && !unfit,
    );
  }

  get leaving(): readonly Joined[] {
    return [...this.#members.values()].filter(({ leaving }) => leaving);
  }

  /** Those who are heard from, whatever else. */
  get reachable(): readonly Joined[] {
    return [...this.#members.values()].filter(({ expired }) => !expired);
  }

  /** The fingerprint of who joined first, of those who are here. */
  get fingerprint(): string | undefined {
    return this.#members.values().next().value?.fingerprint;
  }

  /** The version of the parameters that the worker was last sent. */
  versionOf(worker: string): number | undefined {
    return this.#members.get(worker)?.version;
  }

  /** Notes that the worker is sent that version. */
  sent(worker: string, version: number): void {
    const member = this.#members.get(worker);
    if (member) member.version = version;
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
