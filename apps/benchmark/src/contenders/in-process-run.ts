import type { GradientBackend } from "@lockstep/backend";
import type { Job } from "@lockstep/job";
import { openData, type SequenceDataset } from "@lockstep/sequence-data";
import {
  rowsOf,
  sequencesOf,
  streamInProcess,
  type ComputeRange,
  type InProcessOutcome,
} from "@lockstep/training-run";
import type { RunEventBody } from "@lockstep/telemetry";
import { computeRange, type RunModel } from "@lockstep/worker";
import { definitionOfJob } from "./definition-of-job.js";

/**
 * A run of the same state machine and the same computation as in a cluster, without what a cluster is made of: no
 * network, no threads, no event log, no checkpoints. Everything runs on the calling thread.
 */
export class InProcessRun {
  private constructor(private readonly events: Generator<RunEventBody, InProcessOutcome>) {}

  /** @param inputShape of one sequence */
  static async open(
    job: Job,
    inputShape: readonly number[],
    backend: GradientBackend,
  ): Promise<InProcessRun> {
    const { dataset } = await openData(job.data.train, { baseDir: ".", seed: job.seed });
    const definition = definitionOfJob(job, inputShape, dataset.sequences);
    const model = backend.prepare(definition.plan, definition.objective);
    const run = { model, layout: dataset.layout, seed: job.seed };
    return new InProcessRun(streamInProcess(definition, computing(run, dataset)));
  }

  /** @throws Error where the run has no further step */
  step(): void {
    for (;;) {
      const { done, value } = this.events.next();
      if (done) throw new Error("a run in this process has no further step");
      if (value.type === "step") return;
    }
  }
}

/** Computes as a worker's slot does. */
function computing(run: RunModel, data: SequenceDataset): ComputeRange {
  let loaded: Float32Array | undefined;
  return ({ round, node }, parameters) => {
    if (loaded !== parameters) run.model.setParameters(parameters);
    loaded = parameters;
    const sequences = sequencesOf(round, node.first, node.count);
    return computeRange(run, {
      purpose: round.purpose,
      step: round.parametersVersion,
      rows: rowsOf(round, node.first, node.count),
      part: round.part,
      sequences,
      data: Array.from(sequences, (index) => ({ length: data.lengthOf(index), values: data.row(index) })),
      timeSteps: data.layout.timeSteps,
      states: new Float32Array(),
    });
  };
}
