import type { RunEventBody } from "@lockstep/telemetry";
import type { RunInspection, RunState } from "@lockstep/training-run";
import type { Scenario } from "../scenario/scenario.js";
import type { CoordinatorInput } from "../world/coordinator-life.js";
import type { UndisturbedRun } from "./undisturbed-run.js";
import { Violation } from "./violation.js";

/** Who wants the run to stand still or to end. */
type Wish = "a stop" | "somebody's pause" | "the store" | "the checkpoints";

/** Rounds that may be committed after somebody wanted none; the storage's wishes come a moment later. */
const mostCommits: Readonly<Record<Wish, number>> = {
  "a stop": 1,
  "somebody's pause": 1,
  "the store": 2,
  "the checkpoints": 2,
};

/** Ticks with a sound disk after which a checkpoint that is due must be there. */
const mostTicks = 20;

/** What people and full disks want of a life of the run, and whether it does it; whether it says what it waits for. */
export class WishChecks {
  /** Rounds committed since. */
  readonly #commits = new Map<Wish, number>();
  /** Current rounds when somebody asked for a checkpoint that is not there. */
  #asked: number[] = [];
  #lastRound = -1;
  /** Ticks since a checkpoint is due by the steps taken. */
  #due: { readonly step: number; ticks: number } | undefined;
  #hasSaidWaiting = false;

  constructor(
    private readonly scenario: Scenario,
    private readonly undisturbed: UndisturbedRun,
  ) {}

  before(input: CoordinatorInput, view: () => RunInspection): void {
    if (input.type === "stop") this.#want("a stop");
    if (input.type === "pause") this.#want("somebody's pause");
    if (input.type === "continue") this.#commits.delete("somebody's pause");
    if (input.type === "checkpoint") this.asked(view());
  }

  /** Somebody asks for a checkpoint. */
  asked({ rounds }: RunInspection): void {
    const [current] = rounds;
    if (current) this.#asked.push(current.round);
  }

  /** Something can be written no longer, or again. */
  storage(wish: "the store" | "the checkpoints", isTroubled: boolean): void {
    if (isTroubled) this.#want(wish);
    else this.#commits.delete(wish);
  }

  told(event: RunEventBody): void {
    if (event.type === "step" || event.type === "evaluation-progress") this.#committed(event.round);
    if (event.type === "step" && event.step % (this.scenario.checkpoints.everySteps ?? Infinity) === 0)
      this.#due ??= { step: event.step, ticks: 0 };
    if (event.type === "checkpoint-saved") this.#saved(event.round, event.step);
    if (event.type === "waiting") this.#hasSaidWaiting = true;
    if (event.type === "run-paused") this.#hasSaidWaiting = false;
  }

  after(input: CoordinatorInput, view: RunInspection, state: RunState, isTroubled: boolean): void {
    if (input.type === "tick") this.#tick(isTroubled);
    if (input.type !== "storage") this.#checkSaid(view, state);
  }

  /** The run has ended, and all was written. @throws Violation where somebody asked for a checkpoint in vain */
  ended(): void {
    const inVain = this.#asked.find((round) => round < this.#lastRound);
    if (inVain !== undefined)
      throw new Violation("asked", `a checkpoint was asked for in round ${inVain}, and never came`);
  }

  #want(wish: Wish): void {
    if (!this.#commits.has(wish)) this.#commits.set(wish, 0);
  }

  #committed(round: number): void {
    this.#lastRound = round;
    for (const [wish, before] of this.#commits) {
      this.#commits.set(wish, before + 1);
      if (before + 1 > mostCommits[wish])
        throw new Violation("asked", `round ${round} is committed, ${before + 1} rounds after ${wish}`);
    }
  }

  #saved(round: number, step: number): void {
    if (this.#due && step >= this.#due.step) this.#due = undefined;
    const late = this.#asked.find((asked) =>
      this.undisturbed.rounds.some((between) => asked < between && between < round),
    );
    if (late !== undefined)
      throw new Violation("asked", `a checkpoint was asked for in round ${late}, and is of round ${round}`);
    this.#asked = this.#asked.filter((asked) => asked > round);
  }

  #tick(isTroubled: boolean): void {
    if (!this.#due) return;
    this.#due.ticks = isTroubled ? 0 : this.#due.ticks + 1;
    if (this.#due.ticks > mostTicks)
      throw new Violation("asked", `the checkpoint of step ${this.#due.step} is due, and does not come`);
  }

  /** It never stands still without a word. */
  #checkSaid({ members, rounds }: RunInspection, state: RunState): void {
    const live = members.filter((member) => member.state === "live").length;
    const isHeld = rounds[0]?.holdings.some((holding) => holding.state === "active") ?? false;
    if (isHeld && live >= Math.max(1, this.scenario.minWorkers)) this.#hasSaidWaiting = false;
    if (this.#hasSaidWaiting || isHeld || (state !== "running" && state !== "waiting")) return;
    throw new Violation(
      "asked",
      `the run is ${state}, nobody computes, and it did not say what it waits for`,
    );
  }
}
