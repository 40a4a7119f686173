import { CheckpointFolder, type Disk } from "@lockstep/checkpoint";
import { DurableRun, type EventSink, type ToldBefore } from "@lockstep/durable-run";
import type { RunEventBody } from "@lockstep/telemetry";
import type { RunDefinition, RunInput, RunInspection, RunResult, RunState } from "@lockstep/training-run";
import { Violation } from "../checks/violation.js";
import type { Scenario } from "../scenario/scenario.js";
import type { SimulatedRun } from "../scenario/simulated-run.js";

/** Where the run's checkpoints are. */
export const checkpointFolder = "run/checkpoints";

const runId = "simulated";

/** What a coordinator has of a run that it takes up. */
export interface RunToOpen {
  readonly run: SimulatedRun;
  readonly scenario: Scenario;
  readonly disk: Disk;
  readonly sink: EventSink;
  readonly told: ToldBefore;
  /** Whether an earlier life had it. */
  readonly isKnown: boolean;
  /** Told of events as they are appended. */
  readonly events: (events: readonly RunEventBody[]) => void;
  /** Milliseconds on the coordinator's clock. */
  readonly now: () => number;
  /** A checkpoint could not be written, or one could. */
  readonly checkpointTroubled: (isTroubled: boolean) => void;
  /** The run wants an input of type "storage" soon. */
  readonly wake: () => void;
}

/** The code under test, put together as a coordinator does: the newest checkpoint, then the run from there. */
export async function openRun(options: RunToOpen): Promise<OpenedRun> {
  const { run, scenario, disk, sink, told, isKnown } = options;
  const { identity } = run;
  const folder = await CheckpointFolder.open(checkpointFolder, { disk, keepLast: scenario.keepLast });
  const newest = await folder.newest(identity, told.steps);
  const events: EventSink = {
    append: (id, all) => {
      options.events(all);
      sink.append(id, all);
    },
    flushed: () => sink.flushed(),
  };
  const durable = new DurableRun({
    ...{ runId, identity, events, now: options.now, wake: options.wake },
    folder: watched(folder, options.checkpointTroubled),
    definition: definitionOf(run, scenario),
    ...(isKnown ? { recovery: { newest, told } } : {}),
  });
  return new OpenedRun(durable, events);
}

/** Tells of each attempt whether it failed. */
function watched(
  folder: CheckpointFolder,
  troubled: RunToOpen["checkpointTroubled"],
): Pick<CheckpointFolder, "write"> {
  return {
    async write(...checkpoint) {
      const write = folder.write(...checkpoint);
      await write.then(
        () => troubled(false),
        () => troubled(true),
      );
      return write;
    },
  };
}

/** A run as a coordinator's life has it. */
export class OpenedRun {
  #isTold = false;

  constructor(
    private readonly durable: DurableRun,
    private readonly events: EventSink,
  ) {}

  handle(
    input: RunInput | { readonly type: "storage"; readonly time: number },
  ): ReturnType<DurableRun["handle"]> {
    return this.durable.handle(input);
  }

  get state(): RunState {
    return this.durable.state;
  }

  get deadline(): number {
    return this.durable.deadline;
  }

  /** Events cannot be stored for that reason; undefined: they can again. */
  storeTroubled(reason: string | undefined): void {
    this.durable.storage("events", reason);
  }

  /** Rejects where the run ends before. */
  async askForCheckpoint(): Promise<void> {
    await this.durable.askForCheckpoint();
  }

  inspect(): RunInspection {
    return this.durable.machine.inspect();
  }

  /** Keeps the end of the run. Rejects where it cannot be written now. */
  async conclude({ outcome, digest, state, droppedResults }: RunResult): Promise<void> {
    const end = {
      type: "run-finished",
      outcome,
      steps: state.step,
      finalDigest: digest,
      droppedResults,
    } as const;
    const left = await this.durable.settled();
    if (left.length > 0) throw new Error(left.join("; "));
    if (!this.#isTold) this.events.append(runId, [end]);
    this.#isTold = true;
    await this.events.flushed();
  }
}

function definitionOf({ definition }: SimulatedRun, scenario: Scenario): RunDefinition {
  const { minWorkers, maxWorkers, auditShare, checkpoints } = scenario;
  const given = new WeakSet<ArrayBufferLike>();
  return {
    ...{ ...definition, minWorkers, auditShare, checkpoints },
    // Its memory gets other values, as on a coordinator: whoever still looks at it is found.
    spent: (gradient) => {
      if (given.has(gradient.buffer))
        throw new Violation("given-once", "the memory of a gradient was given back, and then again");
      given.add(gradient.buffer);
      gradient.fill(NaN);
    },
    ...(maxWorkers === undefined ? {} : { maxWorkers }),
  };
}
