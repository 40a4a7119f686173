import type { Pace } from "@lockstep/numerics";
import { breathing } from "./breathing.js";
import { directionsOf } from "./callbacks/metric-direction.js";
import { CheckpointSchedule } from "./checkpoint-schedule.js";
import { finalises } from "./final-parameters.js";
import { OpenRounds } from "./open-rounds.js";
import type { PlainReader } from "./plain-reader.js";
import { plainMemory, remember, type Remembered } from "./resume-memory.js";
import type { PlainData, ResumePoint } from "./resume-point.js";
import { RoundSchedule } from "./round-schedule.js";
import type { Round } from "./round.js";
import type { RunDefinition } from "./run-definition.js";
import type { CheckpointKeep, DroppedResults, RunCommand } from "./run-messages.js";
import { RunProgress } from "./run-progress.js";

/** What a run remembers of those who take part. */
export interface MachineMemory {
  /** Numerics that the run is bound to. */
  readonly fingerprint: string | undefined;
  readonly dropped: Readonly<DroppedResults>;
  /** Why workers are quarantined, by worker. */
  readonly quarantined: ReadonlyMap<string, string>;
}

/** All of a run that outlives a crash: from the beginning, or from a resume point; and how further points are taken. */
export class RunMemory {
  readonly rounds: OpenRounds;
  readonly progress: RunProgress;
  readonly checkpoints: CheckpointSchedule;
  /** What was remembered of those who took part; they join anew. */
  readonly machine: MachineMemory;
  readonly isResumed: boolean;
  readonly #isOver: boolean;

  /** @throws RangeError where the point is not of such a run, naming the field */
  constructor(
    private readonly run: RunDefinition,
    private readonly pace: Pace,
    resumeFrom?: ResumePoint,
  ) {
    const from = resumeFrom && remember(run, resumeFrom);
    this.isResumed = from !== undefined;
    const first = from && scheduleOf(run, resumeFrom).next();
    this.#isOver = from !== undefined && first === undefined;
    this.rounds = new OpenRounds(scheduleOf(run, resumeFrom), from && statesOf(run, from, first), run.spent);
    this.progress = new RunProgress(run, pace, from);
    this.checkpoints = new CheckpointSchedule(
      run.checkpoints,
      directionsOf(run.objective),
      from?.checkpoints,
    );
    this.machine = from ? machineOf(from.machine) : nothing;
    from?.vectors.end();
  }

  /** Whether the point has no round left: there is nobody to wait for. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Before the first step, also of a run that is resumed there: what was found may be none that is kept. */
  *writeFirst(machine: MachineMemory, time: number): Generator<RunCommand, void> {
    if (this.rounds.position === 0) yield* this.write(this.checkpoints.first, machine, time);
  }

  /** Has a resume point written, once for each reason to keep it. Between two rounds only; nothing is copied for none. */
  *write(
    keeps: readonly CheckpointKeep[],
    machine: MachineMemory,
    time: number,
  ): Generator<RunCommand, void> {
    // What does not train begins anew instead.
    if (keeps.length === 0 || this.run.shape.kind !== "train") return;
    const { progress, rounds, checkpoints } = this;
    const state = yield* breathing(progress.copyState());
    const { statesBefore } = rounds;
    const point: ResumePoint = {
      ...{ round: rounds.position, step: state.step, epoch: progress.epochs, digest: progress.digest, state },
      vectors: { ...progress.vectors, ...(statesBefore ? { [statesVector]: statesBefore } : {}) },
      progress: plainMemory({
        machine: plainMachine(machine),
        progress: progress.plainAt(time),
        checkpoints: checkpoints.plain,
      }),
    };
    for (const keep of keeps) yield { type: "checkpoint", point, keep };
  }
}

const statesVector = "carried_states";

const nothing: MachineMemory = {
  fingerprint: undefined,
  dropped: { stale: 0, duplicate: 0, unsolicited: 0 },
  quarantined: new Map(),
};

function scheduleOf(run: RunDefinition, point: ResumePoint | undefined): RoundSchedule {
  const from = point && { round: point.round, steps: point.step, epochs: point.epoch };
  return new RoundSchedule(run.shape, finalises(run), from);
}

/** Where the round that comes next carries states on, they are there. */
function statesOf(
  { plan }: RunDefinition,
  { vectors }: Remembered,
  next: Round | undefined,
): Float32Array | undefined {
  if (next?.startsFrom !== "carried") return undefined;
  return vectors.take(statesVector, next.sequences.length * plan.stateSize);
}

function plainMachine({ fingerprint, dropped, quarantined }: MachineMemory): PlainData {
  const reasons = [...quarantined].map(([worker, reason]) => ({ worker, reason }));
  return { fingerprint: fingerprint ?? null, dropped: { ...dropped }, quarantined: reasons };
}

function machineOf(saved: PlainReader): MachineMemory {
  const { fingerprint, dropped, quarantined } = saved.fields("fingerprint", "dropped", "quarantined");
  const { stale, duplicate, unsolicited } = dropped.fields("stale", "duplicate", "unsolicited");
  const reasons = quarantined.items.map((item): [string, string] => {
    const { worker, reason } = item.fields("worker", "reason");
    return [worker.text, reason.text];
  });
  return {
    fingerprint: fingerprint.optional(({ text }) => text),
    dropped: { stale: stale.count, duplicate: duplicate.count, unsolicited: unsolicited.count },
    quarantined: new Map(reasons),
  };
}
