import type { Measures } from "@lockstep/telemetry";
import { Monitor, type Direction } from "./callbacks/monitor.js";
import { plainNumber, type PlainReader } from "./plain-reader.js";
import type { PlainData } from "./resume-point.js";
import type { CheckpointPolicy } from "./run-definition.js";
import type { CheckpointKeep } from "./run-messages.js";

/** What a commit brought that a checkpoint may be due for. */
export interface CommittedRound {
  /** Steps taken. */
  readonly step: number;
  /** Whether the round was a step. */
  readonly tookStep: boolean;
  /** Of the epoch, where the round ended one. */
  readonly epochMeasures?: Measures | undefined;
}

/** Says when checkpoints are due. Without a policy none ever is. */
export class CheckpointSchedule {
  #lastAt = 0;
  #asked = false;
  /** Of the monitored measure. */
  #best: number | undefined;
  readonly #monitor: Monitor | undefined;

  /** @param saved what {@link CheckpointSchedule.plain} gave, to go on from it */
  constructor(
    private readonly policy: CheckpointPolicy | undefined,
    directionOf: (measure: string) => Direction | undefined,
    saved?: PlainReader,
  ) {
    if (policy?.best) this.#monitor = new Monitor(policy.best, directionOf);
    this.#best = saved?.fields("best").best.optional(({ number }) => number);
  }

  /** Time is measured from here. */
  start(time: number): void {
    this.#lastAt = time;
  }

  /** Before the first step: kept for good, so that all can be computed again from it. */
  get first(): CheckpointKeep[] {
    return this.policy ? ["milestone"] : [];
  }

  /** One is wanted between this round and the next. */
  ask(): void {
    this.#asked = this.policy !== undefined;
  }

  /** Due where no round is waited for. */
  asked(time: number): CheckpointKeep[] {
    if (!this.#asked) return [];
    this.#taken(time);
    return ["latest"];
  }

  /** Due after a commit; one checkpoint may be kept for two reasons. */
  after(commit: CommittedRound, time: number): CheckpointKeep[] {
    if (!this.policy) return [];
    const keeps: CheckpointKeep[] = [];
    if (this.#isMilestone(commit)) keeps.push("milestone");
    if (this.#isBest(commit)) keeps.push("best");
    if (keeps.length === 0 && this.#isDue(commit, time)) keeps.push("latest");
    if (keeps.length > 0) this.#taken(time);
    return keeps;
  }

  /** What later checkpoints depend on, but for the time. */
  get plain(): PlainData {
    return { best: this.#best === undefined ? null : plainNumber(this.#best) };
  }

  #taken(time: number): void {
    this.#asked = false;
    this.#lastAt = time;
  }

  #isMilestone({ tookStep, step }: CommittedRound): boolean {
    const steps = this.policy?.milestoneSteps;
    return steps !== undefined && tookStep && step % steps === 0;
  }

  #isBest({ epochMeasures }: CommittedRound): boolean {
    if (!this.#monitor || !epochMeasures) return false;
    const value = this.#monitor.valueIn(epochMeasures);
    if (!this.#monitor.isBetter(value, this.#best)) return false;
    this.#best = value;
    return true;
  }

  #isDue({ tookStep, step }: CommittedRound, time: number): boolean {
    const { everySteps, everyMs } = this.policy ?? {};
    return (
      this.#asked ||
      (everySteps !== undefined && tookStep && step % everySteps === 0) ||
      (everyMs !== undefined && time - this.#lastAt >= everyMs)
    );
  }
}
