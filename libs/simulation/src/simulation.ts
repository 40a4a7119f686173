import { RunChecks } from "./checks/run-checks.js";
import { Violation } from "./checks/violation.js";
import { Random } from "./random.js";
import type { CrashMoment } from "./scenario/fault.js";
import { healedAt, type Scenario } from "./scenario/scenario.js";
import { simulatedRun, type SimulatedRun } from "./scenario/simulated-run.js";
import { applyFault, type FaultyWorld } from "./world/apply-fault.js";
import { AwaitedCrashes } from "./world/awaited-crashes.js";
import { Connection } from "./world/connection.js";
import { CoordinatorLife } from "./world/coordinator-life.js";
import { openRun, type OpenedRun } from "./world/open-run.js";
import { SimulatedDisk } from "./world/simulated-disk.js";
import { SimulatedStore } from "./world/simulated-store.js";
import type { SimulatedWorker, WorkerSurroundings } from "./world/simulated-worker.js";
import { Timeline } from "./world/timeline.js";
import { WorkerSeat } from "./world/worker-seat.js";
import type { RunEventBody } from "@lockstep/telemetry";
import type { RunResult } from "@lockstep/training-run";

/** What a simulation came to. */
export interface Outcome {
  /** The first invariant that did not hold. */
  readonly violation?: Violation;
  /** Simulated milliseconds. */
  readonly durationMs: number;
  /** Things that happened. */
  readonly happenings: number;
  /** Lives of the coordinator. */
  readonly lives: number;
  /** One line for each thing that a coordinator was told, did or said; where it was asked for. */
  readonly trace: readonly string[];
}

/** Simulated milliseconds without a commit, once nothing goes wrong any more, after which the run is taken to hang. */
const patienceMs = 15_000;
const mostHappenings = 60_000;

/** Lets a schedule happen: the real run, its checkpoints and its recovery in a simulated world. */
export async function simulate(scenario: Scenario, traced = false): Promise<Outcome> {
  return new Simulation(scenario, traced).run();
}

class Simulation implements FaultyWorld {
  readonly timeline = new Timeline();
  readonly disk: SimulatedDisk;
  readonly store: SimulatedStore;
  readonly #run: SimulatedRun;
  readonly #network: { timeline: Timeline; random: Random; plan: Scenario["network"] };
  readonly #seats: WorkerSeat[];
  readonly #checks: RunChecks;
  readonly #healedAt: number;
  readonly #patienceMs: number;
  #life: CoordinatorLife | undefined;
  #lives = 0;
  readonly #crashes = new AwaitedCrashes();
  #pausedUntil = 0;
  #stopsRun = false;
  #result: RunResult | undefined;
  #violation: Violation | undefined;
  /** A promise was settled: what waits for it is to go on before anything else happens. */
  #hasSettled = false;
  #lastCommitAt = 0;
  readonly #trace: string[] = [];

  constructor(
    private readonly scenario: Scenario,
    private readonly traced: boolean,
  ) {
    const { seed, feature, workers, faults } = scenario;
    this.#run = simulatedRun(feature);
    const settled = (): void => {
      this.#hasSettled = true;
    };
    this.disk = new SimulatedDisk(this.timeline, new Random(seed, "disk"), {
      settled,
      writing: () => this.#crashIfDue("write"),
    });
    const stored = (events: readonly RunEventBody[]): void => this.#guard(() => this.#checks.stored(events));
    this.store = new SimulatedStore(this.timeline, new Random(seed, "store"), {
      ...{ stored, settled },
      troubled: (reason) => {
        this.coordinator?.run?.storeTroubled(reason);
        this.#checks.storage("the store", reason !== undefined);
      },
    });
    this.#network = { timeline: this.timeline, random: new Random(seed, "network"), plan: scenario.network };
    const surroundings: WorkerSurroundings = {
      timeline: this.timeline,
      heartbeatMs: scenario.heartbeatMs,
      stateSize: this.#run.definition.plan.stateSize,
      connect: (worker) => this.#connect(worker),
      trace: (line) => this.trace(line),
    };
    const canSpare = scenario.maxWorkers === undefined;
    this.#seats = workers.map(
      (plan, index) => new WorkerSeat(index, plan, surroundings, seed, canSpare && index > 0),
    );
    this.#checks = new RunChecks(scenario, this.#run, {
      ...{ disk: this.disk, store: this.store },
      mayFail: (worker) => this.#seats.some((seat) => seat.name === worker && (seat.mayFail || seat.lies)),
    });
    this.#healedAt = healedAt(faults);
    // A clock that jumps makes whoever computes meanwhile look slow, until it has answered again.
    this.#patienceMs =
      patienceMs + 3 * Math.max(0, ...faults.map((fault) => ("byMs" in fault ? fault.byMs : 0)));
  }

  get coordinator(): CoordinatorLife | undefined {
    return this.#life?.isOpen ? this.#life : undefined;
  }

  seat(worker: number): WorkerSeat {
    return this.#seats[worker] as WorkerSeat;
  }

  async run(): Promise<Outcome> {
    const { faults, workers } = this.scenario;
    for (const [index, { joinsAt }] of workers.entries())
      this.timeline.at(joinsAt, undefined, () => this.seat(index).start());
    for (const fault of faults) {
      this.timeline.at(fault.at, undefined, () => {
        this.trace(() => `fault ${JSON.stringify(fault)}`);
        applyFault(this, fault);
      });
    }
    this.#beginLife();
    let happenings = 0;
    while (!this.#result && !this.#violation) {
      this.#guard(() => this.#happen(++happenings));
      if (this.#hasSettled) await this.#turn();
    }
    if (!this.#violation && this.#result) this.#guard(() => this.#conclude());
    if (this.#life) this.#life.alive = false;
    return {
      ...(this.#violation ? { violation: this.#violation } : {}),
      ...{ durationMs: this.timeline.now, happenings, lives: this.#lives, trace: this.#trace },
    };
  }

  crashCoordinator(machine: boolean, downMs: number): void {
    const life = this.#life;
    if (!life?.alive) return;
    life.alive = false;
    this.#life = undefined;
    for (const connection of life.connections)
      connection.break(this.#network.random.pick([0, 1, 30, 500]), 0, false);
    this.disk.killed(life);
    this.store.crash();
    if (machine) this.#guard(() => this.#checks.torn(this.disk.crash()));
    this.timeline.after(downMs, undefined, () => this.#beginLife());
  }

  crashCoordinatorAt(moment: CrashMoment, machine: boolean, downMs: number): void {
    if (moment === "now") this.crashCoordinator(machine, downMs);
    else this.#crashes.add({ moment, machine, downMs });
  }

  pauseRun(until: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, until);
    this.coordinator?.pause("user", "somebody asked for it");
    this.timeline.at(until, undefined, () => this.#continueRun());
  }

  rotCheckpoint(place: number): void {
    const path = this.#checks.newestCheckpoint;
    const file = path === undefined ? undefined : this.disk.files.get(path);
    if (!file || file.seen.length === 0) return;
    const rotten = file.seen.slice();
    // More often among the numbers, at the end, than in the head.
    const at = rotten.length - 1 - Math.floor(place * place * place * rotten.length);
    rotten[at] = (rotten[at] as number) ^ 4;
    file.rot(rotten);
  }

  stopRun(): void {
    this.#stopsRun = true;
    this.coordinator?.give({ type: "stop", reason: "somebody asked for it" });
  }

  trace(line: () => string): void {
    if (this.traced) this.#trace.push(`${this.timeline.now.toFixed(3).padStart(10)} ${line()}`);
  }

  #happen(happenings: number): void {
    if (!this.timeline.step()) throw new Violation("progress", "nothing is left that could happen");
    if (happenings > mostHappenings)
      throw new Violation("progress", `${mostHappenings} things happened, and the run has not ended`);
    const { now } = this.timeline;
    const since = Math.max(this.#healedAt, this.#lastCommitAt);
    if (now - since > this.#patienceMs) {
      const ms = Math.round(now - since);
      throw new Violation("progress", `nothing was committed for ${ms} ms in which nothing went wrong`);
    }
  }

  /** Lets promises go on whose wait is over, and those that these settle. */
  async #turn(): Promise<void> {
    this.#hasSettled = false;
    await new Promise((resolve) => setImmediate(resolve));
  }

  /** A moment has come at which the coordinator may be to crash, soon. */
  #crashIfDue(moment: CrashMoment): void {
    const crash = this.#crashes.take(moment);
    if (!crash) return;
    const { machine, downMs } = crash;
    this.timeline.after(this.#network.random.skewed(0, 30), undefined, () =>
      this.crashCoordinator(machine, downMs),
    );
  }

  #beginLife(): void {
    const checks = this.#checks;
    checks.lifeBegins();
    const life = new CoordinatorLife(++this.#lives, {
      timeline: this.timeline,
      random: this.#network.random,
      tickMs: this.scenario.tickMs,
      open: (self) => this.#open(self),
      before: (input, run) => checks.before(input, run),
      asked: (run) => checks.asked(run),
      command: (command, run) => checks.command(command, run),
      after: (input, run) => {
        this.#hasSettled = true;
        checks.after(input, run);
      },
      isDiskTroubled: () => this.disk.isTroubled,
      settled: () => {
        this.#hasSettled = true;
      },
      finished: (result) => {
        this.#result = result;
      },
      failed: (error) => this.#fail(error),
      trace: (line) => this.trace(line),
    });
    this.#life = life;
    this.#hasSettled = true;
    life.start();
  }

  async #open(life: CoordinatorLife): Promise<OpenedRun> {
    const run = await openRun({
      run: this.#run,
      scenario: this.scenario,
      disk: this.disk.of(life),
      sink: this.store.of(life),
      told: this.store.told,
      isKnown: this.#lives > 1,
      events: (events) => this.#guard(() => this.#tell(life, events)),
      now: () => life.clock,
      checkpointTroubled: (isTroubled) => {
        if (life === this.#life) this.#checks.storage("the checkpoints", isTroubled);
      },
      wake: () => this.timeline.after(0, life, () => life.give({ type: "storage" })),
    });
    // What people asked of the run outlives its coordinator.
    this.timeline.after(0, life, () => {
      if (this.timeline.now < this.#pausedUntil) life.pause("user", "somebody asked for it");
      if (this.#stopsRun) life.give({ type: "stop", reason: "somebody asked for it" });
    });
    return run;
  }

  #continueRun(): void {
    if (this.timeline.now >= this.#pausedUntil) this.coordinator?.give({ type: "continue", cause: "user" });
  }

  /** Events on their way to the store. */
  #tell(life: CoordinatorLife, events: readonly RunEventBody[]): void {
    for (const event of events) {
      life.told(event);
      this.#checks.told(event);
      if (event.type === "step" || event.type === "evaluation-progress")
        this.#lastCommitAt = this.timeline.now;
      if (event.type === "epoch" || event.type === "tested") this.#crashIfDue(event.type);
    }
  }

  #connect(worker: SimulatedWorker): Connection | undefined {
    const life = this.#life;
    const seat = this.#seats.find(({ name }) => name === worker.name);
    if (!life?.isOpen || life.pausedUntil > this.timeline.now || !seat?.link.isOpenAt(this.timeline.now))
      return undefined;
    const connection = new Connection(this.#network, seat.link, worker, life);
    life.connected(connection);
    return connection;
  }

  #conclude(): void {
    const mayFail = this.#seats.some((seat) => seat.mayFail);
    this.#checks.ended(this.#result as RunResult, { mayFail, isStopped: this.#stopsRun });
  }

  #guard(what: () => void): void {
    try {
      what();
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    if (this.#violation) return;
    this.#violation =
      error instanceof Violation
        ? error
        : new Violation(
            "no-exception",
            error instanceof Error ? (error.stack ?? error.message) : String(error),
            {
              cause: error,
            },
          );
  }
}
