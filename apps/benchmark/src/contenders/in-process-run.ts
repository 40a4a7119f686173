import type { GradientBackend } from "@lockstep/backend";
import { parameterDigest } from "@lockstep/checkpoint";
import type { Job } from "@lockstep/job";
import { initialParameters } from "@lockstep/model";
import { initialState, optimizerOf } from "@lockstep/optimizer";
import { openData, type SequenceDataset } from "@lockstep/sequence-data";
import {
  rowsOf,
  sequencesOf,
  TrainingRun,
  type RunCommand,
  type RunDefinition,
  type RunInput,
} from "@lockstep/training-run";
import { computeRange, type RunModel } from "@lockstep/worker";
import { notebookModel } from "../notebook.js";

type Assignment = RunCommand & { readonly type: "assign" };

/** The one worker of a run without a cluster. */
const worker = "in-process";

/**
 * A run of the same state machine and the same computation as in a cluster, without what a cluster is made of: no
 * network, no threads, no event log. Everything runs on the calling thread.
 */
export class InProcessRun {
  readonly #machine: TrainingRun;
  readonly #inputs: RunInput[] = [];
  #assigned: Assignment[] = [];
  #version = -1;
  #steps = 0;

  private constructor(
    definition: RunDefinition,
    private readonly data: SequenceDataset,
    private readonly computed: RunModel,
    backend: GradientBackend,
  ) {
    this.#machine = new TrainingRun(definition);
    const { name, fingerprint } = backend;
    this.#inputs.push({
      type: "worker-joined",
      time: performance.now(),
      worker,
      slots: 1,
      backend: name,
      fingerprint,
    });
  }

  static async open(job: Job, backend: GradientBackend): Promise<InProcessRun> {
    const { plan, objective } = notebookModel(job);
    const { dataset } = await openData(job.data.train, { baseDir: ".", seed: job.seed });
    const optimizer = optimizerOf(job.optimizer, plan.parameters);
    const { epochs, batchSize, shuffle } = job.fit;
    const { microBatchSize, leaseDurationMs } = job.cluster;
    const sequences = { train: dataset.sequences, validation: 0, test: 0 };
    const definition: RunDefinition = {
      shape: { kind: "train", seed: job.seed, epochs, batchSize, microBatchSize, shuffle, sequences },
      plan,
      objective,
      optimizer,
      initial: initialState(optimizer, initialParameters(plan, job.seed)),
      minWorkers: 1,
      leaseDurationMs,
      determinism: job.determinism,
      digest: parameterDigest,
    };
    const model = backend.prepare(plan, objective);
    return new InProcessRun(definition, dataset, { model, layout: dataset.layout, seed: job.seed }, backend);
  }

  /** @throws Error where the run has no further step */
  step(): void {
    const target = this.#steps + 1;
    while (this.#steps < target) {
      const input = this.#inputs.shift() ?? this.#nextResult();
      for (const command of this.#machine.handle(input)) this.#carryOut(command);
    }
  }

  #carryOut(command: RunCommand): void {
    switch (command.type) {
      case "begin":
      case "broadcast":
        this.#version = command.version;
        return this.computed.model.setParameters(command.parameters);
      case "assign":
        this.#assigned.push(command);
        return;
      case "emit":
        if (command.event.type === "step") this.#steps = command.event.step;
        return;
      case "checkpoint":
      case "revoke":
      case "refuse":
      case "dismiss":
      case "finish":
        throw new Error(`a run in this process ended unexpectedly: ${command.type}`);
    }
  }

  /** The next round's data are assigned ahead: only what has its parameters can be computed. */
  #nextResult(): RunInput {
    const assignment = this.#assigned.find(({ round }) => round.parametersVersion === this.#version);
    if (!assignment) throw new Error("a run in this process has nothing to compute");
    this.#assigned = this.#assigned.filter((other) => other !== assignment);
    const { round, node } = assignment;
    const sequences = sequencesOf(round, node.first, node.count);
    const values = computeRange(this.computed, {
      purpose: round.purpose,
      step: round.parametersVersion,
      rows: rowsOf(round, node.first, node.count),
      part: round.part,
      sequences,
      data: Array.from(sequences, (index) => ({
        length: this.data.lengthOf(index),
        values: this.data.row(index),
      })),
      timeSteps: this.data.layout.timeSteps,
      states: new Float32Array(),
    });
    return { type: "result", time: performance.now(), worker, round: round.number, node, values };
  }
}
