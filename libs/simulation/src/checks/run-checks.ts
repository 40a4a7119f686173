import type { DurableCommand } from "@lockstep/durable-run";
import type { RunEventBody } from "@lockstep/telemetry";
import type { RunResult } from "@lockstep/training-run";
import type { Scenario } from "../scenario/scenario.js";
import type { SimulatedRun } from "../scenario/simulated-run.js";
import type { CoordinatorInput } from "../world/coordinator-life.js";
import { checkpointFolder, type OpenedRun } from "../world/open-run.js";
import type { SimulatedDisk } from "../world/simulated-disk.js";
import type { SimulatedStore } from "../world/simulated-store.js";
import { checkBest } from "./best-check.js";
import { CheckpointChecks, mostKept } from "./checkpoint-checks.js";
import { checkKept } from "./kept-check.js";
import { MachineChecks } from "./machine-checks.js";
import { checkOutcome, type Expectation } from "./outcome-check.js";
import { ToldChecks } from "./told-checks.js";
import { undisturbedRun, type UndisturbedRun } from "./undisturbed-run.js";
import { Violation } from "./violation.js";
import { WishChecks } from "./wish-checks.js";

/** Where a run happens. */
export interface CheckedWorld {
  readonly disk: SimulatedDisk;
  readonly store: SimulatedStore;
  /** Whether the worker may be quarantined: it lies, or cannot compute. */
  readonly mayFail: (worker: string) => boolean;
}

type Inspected = Pick<OpenedRun, "inspect" | "state">;

/** Events that may wait to be stored. */
const mostUnstored = 2000;

/** All that must hold, over the lives of a run. Every method throws a Violation where something does not. */
export class RunChecks {
  readonly #undisturbed: UndisturbedRun;
  readonly #told: ToldChecks;
  readonly #checkpoints: CheckpointChecks;
  #machine: MachineChecks;
  #wishes: WishChecks;

  constructor(
    private readonly scenario: Scenario,
    private readonly run: SimulatedRun,
    private readonly world: CheckedWorld,
  ) {
    this.#undisturbed = undisturbedRun(run);
    this.#told = new ToldChecks(this.#undisturbed);
    this.#checkpoints = new CheckpointChecks(world.disk, this.#told, mostKept(scenario, this.#undisturbed));
    this.#machine = this.#machineChecks();
    this.#wishes = new WishChecks(scenario, this.#undisturbed);
  }

  lifeBegins(): void {
    this.#told.lifeBegins();
    this.#checkpoints.lifeBegins();
    this.#machine = this.#machineChecks();
    this.#wishes = new WishChecks(this.scenario, this.#undisturbed);
  }

  before(input: CoordinatorInput, run: Inspected): void {
    this.#machine.before(input, () => run.inspect());
    this.#wishes.before(input, () => run.inspect());
  }

  /** Somebody asks for a checkpoint and waits for it. */
  asked(run: Inspected): void {
    this.#wishes.asked(run.inspect());
  }

  command(command: DurableCommand, run: Inspected): void {
    checkBest(command, this.#undisturbed);
    this.#machine.command(command, () => run.inspect());
  }

  after(input: CoordinatorInput, run: Inspected): void {
    const { disk, store } = this.world;
    const view = run.inspect();
    this.#machine.after(input, view);
    this.#wishes.after(input, view, run.state, disk.isTroubled || store.isTroubled);
    const { unstored } = store;
    if (unstored > mostUnstored) throw new Violation("bounded", `${unstored} events wait to be stored`);
  }

  /** An event on its way to the store. */
  told(event: RunEventBody): void {
    this.#told.told(event);
    this.#machine.told(event);
    this.#wishes.told(event);
    if (event.type === "checkpoint-saved")
      this.#checkpoints.saved(`${checkpointFolder}/${nameOf(event.file)}`, event);
    if (event.type === "run-recovered") this.#checkpoints.recovered(event.step);
  }

  stored(events: readonly RunEventBody[]): void {
    this.#told.stored(events);
  }

  /** Something can be written no longer, or again. */
  storage(what: "the store" | "the checkpoints", isTroubled: boolean): void {
    this.#wishes.storage(what, isTroubled);
  }

  /** A crash tore files. */
  torn(paths: readonly string[]): void {
    this.#checkpoints.torn(paths);
  }

  /** Of the checkpoint that was reported last. */
  get newestCheckpoint(): string | undefined {
    return this.#checkpoints.newestPath;
  }

  /** The run has ended, and all was written. */
  ended(result: RunResult, expectation: Expectation): void {
    checkOutcome(result, this.#undisturbed, expectation);
    this.#told.ended();
    this.#wishes.ended();
    if (result.outcome !== "completed") return;
    this.#told.completed();
    checkKept(this.scenario, this.#undisturbed, [...this.world.disk.files.keys()].map(nameOf));
  }

  #machineChecks(): MachineChecks {
    return new MachineChecks(this.scenario, this.run.definition.leaseDurationMs, this.world.mayFail);
  }
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
