import type { Measures } from "@lockstep/telemetry";
import type { OptimizerState } from "@lockstep/optimizer";
import { joinVectors } from "@lockstep/reduction";
import { CallbackList, type EpochOutcome } from "./callbacks/callback-list.js";
import { directionsOf } from "./callbacks/metric-direction.js";
import { finalises } from "./final-parameters.js";
import { firstNonFinite, gradientNorms, meanGradient } from "./gradient.js";
import { measuresOf, RoundMeasures } from "./measures.js";
import type { RoundInProgress } from "./round-in-progress.js";
import type { Round } from "./round.js";
import type { RunDefinition } from "./run-definition.js";
import { emit, type RunCommand } from "./run-messages.js";
import { stepsPerEpoch } from "./run-shape.js";

/** Who is there at a commit. */
export interface Audience {
  /** They get new parameters. */
  readonly workers: readonly string[];
  readonly liveCount: number;
  /** Notes that they are sent a version. */
  readonly sent: (version: number) => void;
}

/** What a commit means for the run. */
export interface CommitOutcome {
  /** Why it cannot go on. */
  readonly failure?: string;
  /** A callback ends the training. */
  readonly endsTraining?: boolean;
}

type Commit = Generator<RunCommand, CommitOutcome>;

/** The numbers of a run: parameters, optimizer state, and what its epochs and evaluations measured. */
export class RunProgress {
  #state: OptimizerState;
  #version: number;
  #digest: string;
  #test: Measures | undefined;
  #epochs = 0;
  /** In place of the optimizer's own, once a callback asked for it. */
  #learningRate: number | undefined;
  #committedAt = 0;
  #epochBeganAt = 0;
  #evaluationBeganAt = 0;
  #epoch: RoundMeasures;
  #evaluation: RoundMeasures;
  readonly #callbacks: CallbackList;
  readonly #predictions: Float32Array[] = [];

  constructor(private readonly run: RunDefinition) {
    // The optimizer changes moments in place, and the definition is the caller's.
    this.#state = { ...run.initial, moments: run.initial.moments.map((moment) => moment.slice()) };
    this.#version = run.initial.step;
    this.#digest = run.digest(run.initial.parameters);
    this.#epoch = new RoundMeasures(run.objective);
    this.#evaluation = new RoundMeasures(run.objective);
    this.#callbacks = new CallbackList(run.callbacks ?? [], directionsOf(run.objective));
  }

  get state(): OptimizerState {
    return this.#state;
  }

  /** Of the parameters: the steps taken, or one more for what training leaves. */
  get version(): number {
    return this.#version;
  }

  get digest(): string {
    return this.#digest;
  }

  get test(): Measures | undefined {
    return this.#test;
  }

  /** Epochs that were trained, and validated, to their end. */
  get epochs(): number {
    return this.#epochs;
  }

  /** (sequences of the test part, ...output shape), as far as they were made. */
  get predictions(): Float32Array {
    return joinVectors(this.#predictions);
  }

  /** Time is measured from here. */
  start(time: number): void {
    this.#committedAt = this.#epochBeganAt = time;
  }

  /** Takes what a complete round came to into the run's numbers. */
  *commit(progress: RoundInProgress, audience: Audience, time: number): Commit {
    switch (progress.round.purpose) {
      case "gradient":
        return yield* this.#commitStep(progress, audience, time);
      case "evaluate":
        return yield* this.#commitEvaluation(progress, time);
      case "predict":
        this.#predictions.push(...progress.predictions);
        yield progressOf(progress.round);
        return {};
    }
  }

  /**
   * Training is over: the parameters become what it leaves, which is the average that the optimizer keeps, or the best
   * epoch's.
   */
  *leaveFinal(audience: Audience): Generator<RunCommand, void> {
    if (!finalises(this.run)) return;
    const parameters = this.#callbacks.restored ?? this.run.optimizer.finalParameters(this.#state);
    this.#state = { ...this.#state, parameters };
    this.#version++;
    audience.sent(this.#version);
    yield { type: "broadcast", workers: audience.workers, version: this.#version, parameters };
    this.#digest = this.run.digest(parameters);
  }

  *#commitStep(progress: RoundInProgress, audience: Audience, time: number): Commit {
    const { round, sums } = progress;
    const { run } = this;
    const before = this.#state.parameters;
    const gradient = meanGradient(sums.gradient, sums.statistics[1] as number);
    run.penalty?.addGradient(before, gradient);
    const bad = firstNonFinite(gradient, run.plan);
    if (bad !== undefined) {
      const step = round.parametersVersion + 1;
      return { failure: `step ${step}: the update is withheld, as the mean gradient of ${bad}` };
    }
    const learningRate = this.#rateOf(this.#state.step);
    const next = run.optimizer.update(this.#state, gradient, learningRate);
    const overflow = firstNonFinite(next.parameters, run.plan);
    if (overflow !== undefined) {
      const problem = `it would make a parameter that is not finite: ${overflow}`;
      return { failure: `step ${next.step}: the update is withheld, as ${problem}` };
    }
    this.#state = next;
    this.#version = next.step;
    const { step, parameters } = next;
    audience.sent(step);
    yield { type: "broadcast", workers: audience.workers, version: step, parameters };
    this.#digest = run.digest(parameters);
    const penalty = run.penalty?.loss(before) ?? 0;
    this.#epoch.add(sums.statistics, round.sequences.length, penalty);
    yield emit({
      type: "step",
      step,
      epoch: round.epoch + 1,
      stepInEpoch: round.batch + 1,
      measures: measuresOf(run.objective, sums.statistics, penalty),
      epochMeasures: this.#epoch.values,
      learningRate,
      gradientNorms: gradientNorms(gradient, run.plan),
      digest: this.#digest,
      durationMs: time - this.#committedAt,
      workers: audience.liveCount,
    });
    this.#committedAt = time;
    if (round.batch + 1 < round.batches || run.shape.sequences.validation > 0) return {};
    return yield* this.#endEpoch(round, time, {});
  }

  *#commitEvaluation(progress: RoundInProgress, time: number): Commit {
    const { round, sums } = progress;
    if (round.batch === 0) {
      this.#evaluation = new RoundMeasures(this.run.objective);
      this.#evaluationBeganAt = this.#committedAt;
    }
    const penalty = this.run.penalty?.loss(this.#state.parameters) ?? 0;
    this.#evaluation.add(sums.statistics, round.sequences.length, penalty);
    this.#committedAt = time;
    yield progressOf(round);
    if (round.batch + 1 < round.batches) return {};
    const measures = this.#evaluation.values;
    if (round.part === "validation") return yield* this.#endEpoch(round, time, validationNames(measures));
    this.#test = measures;
    const durationMs = time - this.#evaluationBeganAt;
    yield emit({ type: "tested", measures, steps: round.batches, durationMs });
    return {};
  }

  *#endEpoch({ epoch }: Round, time: number, validation: Measures): Commit {
    const outcome = this.#callbacks.epochEnded({
      epoch,
      measures: { ...this.#epoch.values, ...validation },
      parameters: this.#state.parameters,
      learningRate: this.#rateOf(this.#state.step - 1),
    });
    this.#epochs++;
    const { measures } = outcome;
    const steps = stepsPerEpoch(this.run.shape);
    yield emit({ type: "epoch", epoch: epoch + 1, steps, measures, durationMs: time - this.#epochBeganAt });
    this.#epoch = new RoundMeasures(this.run.objective);
    this.#epochBeganAt = time;
    yield* this.#carryOut(outcome, epoch);
    return { endsTraining: outcome.endTraining };
  }

  /** What callbacks want, but for the end of training. */
  *#carryOut({ texts, learningRate, saveBest }: EpochOutcome, epoch: number): Generator<RunCommand, void> {
    const { step, parameters } = this.#state;
    if (learningRate !== this.#rateOf(step - 1)) this.#learningRate = learningRate;
    for (const { callback, text } of texts)
      yield emit({ type: "callback", callback, epoch: epoch + 1, text });
    if (saveBest) yield { type: "checkpoint", name: "best", parameters, step, epoch: epoch + 1 };
  }

  /** The learning rate after as many steps. */
  #rateOf(step: number): number {
    return this.#learningRate ?? this.run.optimizer.learningRate(step);
  }
}

function progressOf(round: Round): RunCommand {
  const part = round.part === "validation" ? "validation" : "test";
  return emit({ type: "evaluation-progress", part, done: round.batch + 1, total: round.batches });
}

function validationNames(measures: Measures): Measures {
  return Object.fromEntries(Object.entries(measures).map(([name, value]) => [`val_${name}`, value]));
}
