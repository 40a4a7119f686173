import type { RunCheckpoint } from "@lockstep/checkpoint";
import type { PreparedRun } from "@lockstep/coordinator";
import {
  streamInProcess,
  rowsOf,
  sequencesOf,
  type RangeWork,
  type ResumePoint,
  type RunDefinition,
} from "@lockstep/training-run";
import type { RunEventBody } from "@lockstep/telemetry";
import { computeRange, type RunModel } from "@lockstep/worker";

export type ReplayedStep = RunEventBody & { readonly type: "step" };
type Model = RunModel["model"];

/** A run that is computed once more, on the calling thread, step by step as they are drawn. */
export class Replay {
  #newest: { readonly version: number; readonly parameters: Float32Array } | undefined;
  #loaded: Float32Array | undefined;
  readonly #events: Generator<RunEventBody, unknown>;

  /** @param from absent: the beginning */
  constructor(
    private readonly run: PreparedRun,
    private readonly model: Model,
    from: RunCheckpoint | undefined,
  ) {
    const compute = (work: RangeWork, parameters: Float32Array): ReturnType<typeof computeRange> =>
      this.#compute(work, parameters);
    const resumeFrom = from as ResumePoint | undefined;
    this.#events = streamInProcess(undisturbed(run.definition), compute, { resumeFrom, keep: false });
  }

  /** The next step; undefined after the last. */
  next(): ReplayedStep | undefined {
    for (;;) {
      const { done, value } = this.#events.next();
      if (done) return undefined;
      if (value.type === "step") return value;
    }
  }

  /**
   * Parameters after the step that was drawn last, for which it goes on until somebody would compute with them;
   * undefined where nobody does.
   */
  parametersAfter(step: number): Float32Array | undefined {
    while (this.#newest?.version !== step) if (this.#events.next().done) return undefined;
    return this.#newest.parameters;
  }

  /** As a worker's slot does. */
  #compute({ round, node, states }: RangeWork, parameters: Float32Array): ReturnType<typeof computeRange> {
    const { part, purpose, parametersVersion, timeRange } = round;
    this.#newest = { version: parametersVersion, parameters };
    if (this.#loaded !== parameters) this.model.setParameters(parameters);
    this.#loaded = parameters;
    const data = this.run.data.part(part);
    const sequences = sequencesOf(round, node.first, node.count);
    const task = {
      ...{ purpose, part, sequences, step: parametersVersion },
      rows: rowsOf(round, node.first, node.count),
      data: Array.from(sequences, (index) => ({ length: data.lengthOf(index), values: data.row(index) })),
      timeSteps: Math.max(1, round.timeSteps ?? this.run.data.timeStepsOf(part)),
      ...(timeRange ? { timeRange } : {}),
      states: states ?? new Float32Array(),
      gradientFlow: round.gradientFlow !== undefined,
    };
    return computeRange({ model: this.model, layout: data.layout, seed: this.run.job.seed }, task);
  }
}

/**
 * Nothing is written, nobody is waited for or audited; whether the backend is the run's is not the state machine's to
 * see here. None of it reaches a number.
 */
function undisturbed(definition: RunDefinition): RunDefinition {
  return { ...withoutCheckpoints(definition), determinism: "relaxed" };
}

function withoutCheckpoints(definition: RunDefinition): RunDefinition {
  const copy: { -readonly [Key in keyof RunDefinition]: RunDefinition[Key] } = { ...definition };
  delete copy.checkpoints;
  return copy;
}
