import type { RunEventBody } from "@lockstep/telemetry";
import type { SimulatedDisk } from "../world/simulated-disk.js";
import type { Scenario } from "../scenario/scenario.js";
import type { ToldChecks } from "./told-checks.js";
import type { UndisturbedRun } from "./undisturbed-run.js";
import { Violation } from "./violation.js";

type Saved = Extract<RunEventBody, { type: "checkpoint-saved" }>;

/** A checkpoint that was reported, as it was then. */
interface Reported {
  readonly path: string;
  readonly round: number;
  readonly step: number;
  readonly bytes: Uint8Array;
}

/** Most files that a folder of checkpoints may hold beside those that are kept. */
const maxOtherFiles = 12;

/** What the disk holds of the checkpoints that the run reported. */
export class CheckpointChecks {
  #reported: Reported[] = [];
  /** Whole checkpoints that are there as the current life begins. */
  #newestRound = -1;
  #newestStep = 0;

  constructor(
    private readonly disk: SimulatedDisk,
    private readonly toldChecks: ToldChecks,
    /** Most checkpoints that the policy keeps. */
    private readonly mostKept: number,
  ) {}

  /** The run reports a checkpoint. @throws Violation where a crash could take it, or what was told before it */
  saved(path: string, event: Saved): void {
    const weakness = this.disk.weaknessOf(path);
    if (weakness !== undefined)
      throw new Violation("durable-checkpoints", `${event.file} is reported as saved, and ${weakness}`);
    if (!this.toldChecks.hasStoredBefore(event.round)) {
      const problem = "and events of rounds before it are not on the disk";
      throw new Violation("durable-checkpoints", `${event.file} (round ${event.round}) is saved, ${problem}`);
    }
    const bytes = this.disk.files.get(path)?.seen ?? new Uint8Array();
    this.#reported = this.#reported.filter((other) => other.path !== path);
    this.#reported.push({ path, round: event.round, step: event.step, bytes });
    this.#checkCount(path.slice(0, path.lastIndexOf("/")));
  }

  /** A coordinator begins: what it should find. */
  lifeBegins(): void {
    const whole = this.#reported.filter(({ path, bytes }) => this.#isWhole(path, bytes));
    this.#newestRound = Math.max(-1, ...whole.map(({ round }) => round));
    this.#newestStep = Math.max(
      0,
      ...whole.filter(({ round }) => round === this.#newestRound).map(({ step }) => step),
    );
  }

  /** It goes on from a checkpoint. @throws Violation where a newer one was there, and could be read */
  recovered(step: number): void {
    if (step >= this.#newestStep || this.disk.isTroubled) return;
    const newest = `a whole one of step ${this.#newestStep} is there`;
    throw new Violation("newest-checkpoint", `the run goes on from step ${step}, although ${newest}`);
  }

  /** Of the last one that was reported. */
  get newestPath(): string | undefined {
    return this.#reported.at(-1)?.path;
  }

  /** A crash tore files. @throws Violation where one of them has a checkpoint's name */
  torn(paths: readonly string[]): void {
    const torn = paths.find((path) => isCheckpoint(path));
    if (torn !== undefined)
      throw new Violation("atomic-checkpoints", `a crash left a part of ${torn} under its name`);
  }

  #isWhole(path: string, bytes: Uint8Array): boolean {
    const file = this.disk.files.get(path);
    return file !== undefined && Buffer.compare(file.seen, bytes) === 0;
  }

  #checkCount(folder: string): void {
    const names = [...this.disk.files.keys()].filter((path) => path.startsWith(`${folder}/`));
    const most = this.mostKept + maxOtherFiles;
    if (names.length > most)
      throw new Violation("bounded", `expected at most ${most} files in ${folder}, got ${names.join(", ")}`);
  }
}

/** Whether it is a file that is read at a recovery: temporary ones begin with a dot. */
export function isCheckpoint(path: string): boolean {
  return /\/[a-z][^/]*\.safetensors$/.test(path);
}

/** Most checkpoints that a schedule's policy keeps. */
export function mostKept({ keepLast, checkpoints }: Scenario, { digests }: UndisturbedRun): number {
  const milestones = 1 + digests.length / (checkpoints.milestoneSteps ?? Infinity);
  return keepLast + Math.ceil(milestones) + (checkpoints.best ? 2 : 0);
}
