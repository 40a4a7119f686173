import type { Holding } from "./assignment-board.js";
import type { Round } from "./round.js";
import type { Member } from "./run-messages.js";
import { medianOf, WorkerSpeed } from "./worker-speed.js";

/** A worker as it joins. */
export interface Joined extends Member {
  readonly slots: number;
  readonly backend: string;
  readonly fingerprint: string;
  /** Sequences that it may hold unanswered. */
  readonly credit: number;
}

/** How a worker stands to the run. What comes first holds. */
export type MemberState =
  | "expired" // silent for longer than its lease: what it held went to others, until it is heard from again
  | "quarantined" // it could not compute, or not rightly: it gets nothing more of this run
  | "leaving" // it finishes what it holds and gets nothing new
  | "standby" // there are as many workers as the run wants
  | "live"; // it gets work

/** A range that a worker got to be measured by. Others counted it before it answered, and it was not taken back. */
export interface Probe {
  readonly round: Round;
  readonly holding: Holding;
  /** When the worker could begin with it; undefined while nobody has counted its micro-batch. */
  start?: number;
}

/** A worker of the run. */
export interface RosterMember extends Joined {
  credit: number;
  /** Time of the last sign of life, in milliseconds. */
  heardAt: number;
  expired: boolean;
  leaving: boolean;
  quarantined: boolean;
  /** It has one of the places of those who get work. */
  seated: boolean;
  /** The run told that it stands by. */
  toldStandby: boolean;
  /** Of the parameters it was last sent; undefined before it was told of the run. */
  version: number | undefined;
  /** When that was. */
  sentAt: number;
  /** When its last answer came. */
  answeredAt: number;
  /** When it was last given a probe, or joined. */
  probedAt: number;
  /** Sequences that it holds unanswered. */
  unanswered: number;
  /** Those of them that belong to a round whose parameters are still to be made. */
  ahead: { readonly round: Round; sequences: number } | undefined;
  readonly speed: WorkerSpeed;
  /** It let others overtake it, and did not answer since: it gets probes only, while somebody else is there. */
  overtaken: boolean;
  /** Number of the last round that it got something of. */
  lastRound: number;
  probe: Probe | undefined;
}

/** Departed workers whose incarnations are remembered. */
const rememberedDepartures = 1000;

/** The workers of a run, in the order in which they joined. */
export class Roster {
  readonly #members = new Map<string, RosterMember>();
  /** Newest incarnations of who left. */
  readonly #departed = new Map<string, number>();
  /** Why, by worker. */
  readonly #quarantined = new Map<string, string>();
  #live: readonly RosterMember[] | undefined;
  #leaving: readonly RosterMember[] | undefined;
  /** Median speed of the live workers whose speed is known, for each of their slots; absent: none is known. */
  #perSlot: { readonly speed: number | undefined } | undefined;
  /** Answers since that was found. */
  #answers = 0;

  /** @param maxLive workers that may be live at once */
  constructor(
    private readonly leaseDurationMs: number,
    private readonly maxLive = Infinity,
  ) {}

  add(joined: Joined, time: number): RosterMember {
    const member: RosterMember = {
      ...joined,
      ...{ heardAt: time, expired: false, leaving: false, seated: false, toldStandby: false },
      ...{
        version: undefined,
        sentAt: time,
        answeredAt: time,
        probedAt: time,
        unanswered: 0,
        ahead: undefined,
        speed: new WorkerSpeed(),
      },
      ...{ overtaken: false, lastRound: -Infinity, probe: undefined },
      quarantined: this.#quarantined.has(joined.worker),
    };
    this.#members.delete(joined.worker);
    this.#members.set(joined.worker, member);
    this.#forgetLists();
    return member;
  }

  /** Undefined where it is no member. */
  remove(worker: string): RosterMember | undefined {
    const member = this.#members.get(worker);
    if (!member) return undefined;
    this.#members.delete(worker);
    this.#forgetLists();
    this.#departed.delete(worker);
    this.#departed.set(worker, member.incarnation);
    const [oldest] = this.#departed.keys();
    if (this.#departed.size > rememberedDepartures && oldest !== undefined) this.#departed.delete(oldest);
    return member;
  }

  get(worker: string): RosterMember | undefined {
    return this.#members.get(worker);
  }

  /** Whether that is the worker's present membership. */
  isCurrent({ worker, incarnation }: Member): boolean {
    return this.#members.get(worker)?.incarnation === incarnation;
  }

  /** The newest incarnation of a worker that is or was here; -Infinity: it never was. */
  newestOf(worker: string): number {
    return this.#members.get(worker)?.incarnation ?? this.#departed.get(worker) ?? -Infinity;
  }

  get members(): readonly RosterMember[] {
    return [...this.#members.values()];
  }

  /** Those who get work. */
  get live(): readonly RosterMember[] {
    return (this.#live ??= this.members.filter((member) => stateOf(member) === "live"));
  }

  /** Whether anybody is here who may get work, be it once it is heard from again. */
  get isAnyoneLeft(): boolean {
    for (const { quarantined, leaving } of this.#members.values()) if (!quarantined && !leaving) return true;
    return false;
  }

  /** Also those who are silent. */
  get leaving(): readonly RosterMember[] {
    return (this.#leaving ??= this.members.filter(({ leaving }) => leaving));
  }

  /** The fingerprint of who joined first, of those who are here. */
  get fingerprint(): string | undefined {
    return this.#members.values().next().value?.fingerprint;
  }

  /** The fingerprint of who joined first, of the others who are here. */
  fingerprintBeside(worker: string): string | undefined {
    for (const member of this.#members.values()) if (member.worker !== worker) return member.fingerprint;
    return undefined;
  }

  /** Why workers are quarantined, by worker; also of those who are not here. */
  get quarantined(): ReadonlyMap<string, string> {
    return this.#quarantined;
  }

  quarantine(worker: string, reason: string): void {
    this.#quarantined.set(worker, reason);
    const member = this.#members.get(worker);
    if (member) member.quarantined = true;
    this.#forgetLists();
  }

  markLeaving(member: RosterMember): void {
    member.leaving = true;
    this.#forgetLists();
  }

  /** What is taken for the speed of a worker, in work a millisecond; undefined where none is known. */
  speedOf({ speed, slots }: RosterMember): number | undefined {
    const own = speed.value;
    if (own !== undefined) return own;
    this.#perSlot ??= { speed: this.#medianPerSlot() };
    return this.#perSlot.speed === undefined ? undefined : slots * this.#perSlot.speed;
  }

  /** Notes that some worker was measured: the median may have moved. */
  noteMeasured(): void {
    this.#answers++;
    if (this.#perSlot?.speed !== undefined && this.#answers < this.live.length) return;
    this.#perSlot = undefined;
    this.#answers = 0;
  }

  /** Renews the worker's lease. True where it had expired before: what it was sent may be lost. */
  hear(member: RosterMember, time: number): boolean {
    member.heardAt = Math.max(member.heardAt, time);
    if (!member.expired) return false;
    member.expired = false;
    member.version = undefined;
    this.#forgetLists();
    return true;
  }

  /** Members whose lease ran out by `time`; they are expired from now on. */
  expire(time: number): readonly RosterMember[] {
    const late: RosterMember[] = [];
    for (const member of this.#members.values())
      if (!member.expired && time - member.heardAt > this.leaseDurationMs) late.push(member);
    for (const member of late) member.expired = true;
    if (late.length > 0) this.#forgetLists();
    return late;
  }

  /** Gives free places to those who joined first. Gives who stands by from now on, and who does no longer. */
  reseat(): readonly RosterMember[] {
    let free = this.maxLive;
    for (const member of this.#members.values()) {
      member.seated &&= mayWork(member);
      if (member.seated) free--;
    }
    const changed: RosterMember[] = [];
    for (const member of this.#members.values()) {
      if (!mayWork(member)) continue;
      if (!member.seated && free > 0) {
        member.seated = true;
        free--;
      }
      if (member.toldStandby === member.seated) {
        member.toldStandby = !member.seated;
        changed.push(member);
      }
    }
    this.#forgetLists();
    return changed;
  }

  #medianPerSlot(): number | undefined {
    const known: number[] = [];
    for (const { speed, slots } of this.live) if (speed.value !== undefined) known.push(speed.value / slots);
    return known.length > 0 ? medianOf(known) : undefined;
  }

  #forgetLists(): void {
    this.#perSlot = undefined;
    this.#live = this.#leaving = undefined;
  }
}

function mayWork({ expired, quarantined, leaving }: RosterMember): boolean {
  return !expired && !quarantined && !leaving;
}

export function stateOf(member: RosterMember): MemberState {
  if (member.expired) return "expired";
  if (member.quarantined) return "quarantined";
  if (member.leaving) return "leaving";
  return member.seated ? "live" : "standby";
}
