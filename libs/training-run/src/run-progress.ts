import type { Pace, Sliced } from "@lockstep/numerics";
import { copyStateInSlices, type OptimizerState } from "@lockstep/optimizer";
import { joinVectors } from "@lockstep/reduction";
import type { Measures } from "@lockstep/telemetry";
import { breathing } from "./breathing.js";
import { CallbackList, type EpochOutcome } from "./callbacks/callback-list.js";
import { directionsOf } from "./callbacks/metric-direction.js";
import { finalises } from "./final-parameters.js";
import { digestInSlices, gradientNorms } from "./gradient.js";
import { gradientFlowEvent } from "./gradient-flow.js";
import { measuresOf, RoundMeasures } from "./measures.js";
import { plainNumber, plainNumbers } from "./plain-reader.js";
import type { Remembered } from "./resume-memory.js";
import type { PlainData } from "./resume-point.js";
import type { RoundInProgress } from "./round-in-progress.js";
import { firstTestRound } from "./round-schedule.js";
import type { Round } from "./round.js";
import type { RunDefinition } from "./run-definition.js";
import { emit, type RunCommand } from "./run-messages.js";
import { stepsPerEpoch } from "./run-shape.js";
import { stepUpdate } from "./step-update.js";

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
  /** Of the epoch, where the round ended one. */
  readonly epochMeasures?: Measures;
  /** A callback ends the training. */
  readonly endsTraining?: boolean;
}

type Commit = Generator<RunCommand, CommitOutcome>;

/** The best parameters so far, as they were saved. */
interface BestSoFar {
  readonly parameters: Float32Array;
  readonly step: number;
  /** From 1. */
  readonly epoch: number;
}

/** The numbers of a run: parameters, optimizer state, and what its epochs and evaluations measured. */
export class RunProgress {
  #state: OptimizerState;
  #version: number;
  #digest: string;
  #test: Measures | undefined;
  #epochs = 0;
  /** In place of the optimizer's own, once a callback asked for it. */
  #learningRate: number | undefined;
  #best: BestSoFar | undefined;
  #isStarted = false;
  #committedAt = 0;
  /** Before the start these are relative to it. */
  #epochBeganAt = 0;
  #evaluationBeganAt = 0;
  #epoch: RoundMeasures;
  #evaluation: RoundMeasures;
  readonly #callbacks: CallbackList;
  readonly #predictions: Float32Array[] = [];

  /** @param from absent: the beginning */
  constructor(
    private readonly run: RunDefinition,
    private readonly pace: Pace,
    from?: Remembered,
  ) {
    const state = from?.point.state ?? run.initial;
    // The optimizer changes moments in place, and the definition is the caller's, as is the point.
    this.#state = { ...state, moments: state.moments.map((moment) => moment.slice()) };
    this.#digest = digestOf(run, state.parameters);
    this.#callbacks = new CallbackList(run.callbacks ?? [], directionsOf(run.objective));
    this.#epoch = new RoundMeasures(run.objective);
    this.#evaluation = new RoundMeasures(run.objective);
    this.#version = state.step;
    if (from) this.#remember(from);
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

  /** Time is measured from here. What was measured before a resume point counts. */
  start(time: number): void {
    this.#isStarted = true;
    this.#committedAt = time;
    this.#epochBeganAt += time;
    this.#evaluationBeganAt += time;
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
    const { run, pace } = this;
    if (!finalises(run)) return;
    const parameters =
      this.#callbacks.restored ??
      (yield* breathing(run.optimizer.finalParametersInSlices(this.#state, pace)));
    this.#state = { ...this.#state, parameters };
    this.#version++;
    audience.sent(this.#version);
    yield { type: "broadcast", workers: audience.workers, version: this.#version, parameters };
    this.#digest = yield* breathing(digestInSlices(run.digest, parameters, pace));
  }

  /** Has the best parameters saved that were to be saved before a crash: nobody knows whether they were. */
  *saveBestAgain(): Generator<RunCommand, void> {
    if (this.#best) yield { type: "save-best", ...this.#best };
  }

  /** A copy of the state, which no further step changes. */
  copyState(): Sliced<OptimizerState> {
    return copyStateInSlices(this.#state, this.pace);
  }

  /** All else that it remembers, but for `vectors`. */
  plainAt(time: number): PlainData {
    const now = this.#isStarted ? time : 0;
    const best = this.#best && { step: this.#best.step, epoch: this.#best.epoch };
    return {
      learningRate: this.#learningRate === undefined ? null : plainNumber(this.#learningRate),
      epoch: this.#epoch.plain,
      evaluation: this.#evaluation.plain,
      epochMs: now - this.#epochBeganAt,
      evaluationMs: now - this.#evaluationBeganAt,
      test: this.#test ? plainNumbers(this.#test) : null,
      best: best ?? null,
      callbacks: this.#callbacks.plain,
    };
  }

  /** They do not change afterwards. */
  get vectors(): Record<string, Float32Array> {
    const kept = this.#callbacks.vectors.map(([place, vector]) => [callbackVector(place), vector] as const);
    return { ...Object.fromEntries(kept), ...(this.#best ? { [bestVector]: this.#best.parameters } : {}) };
  }

  #remember({ point, progress, vectors }: Remembered): void {
    const { learningRate, epoch, evaluation, epochMs, evaluationMs, test, best, callbacks } = progress.fields(
      ...(["learningRate", "epoch", "evaluation", "epochMs", "evaluationMs", "test", "best"] as const),
      "callbacks",
    );
    if (finalises(this.run) && point.round >= firstTestRound(this.run.shape)) this.#version++;
    this.#epochs = point.epoch;
    this.#learningRate = learningRate.optional(({ number }) => number);
    this.#epoch = new RoundMeasures(this.run.objective, epoch);
    this.#evaluation = new RoundMeasures(this.run.objective, evaluation);
    this.#epochBeganAt = -epochMs.number;
    this.#evaluationBeganAt = -evaluationMs.number;
    this.#test = test.optional(({ numbers }) => numbers);
    this.#best = best.optional((saved) => {
      const at = saved.fields("step", "epoch");
      return { parameters: vectors.take(bestVector), step: at.step.count, epoch: at.epoch.count };
    });
    this.#callbacks.remember(callbacks, (place) => vectors.takeIfThere(callbackVector(place)));
  }

  *#commitStep({ round, sums }: RoundInProgress, audience: Audience, time: number): Commit {
    const { run, pace } = this;
    const before = this.#state.parameters;
    const learningRate = this.#rateOf(this.#state.step);
    const update = yield* breathing(stepUpdate(run, this.#state, sums, learningRate, pace));
    if ("failure" in update) return update;
    this.#state = update.next;
    this.#version = update.next.step;
    const { step, parameters } = update.next;
    audience.sent(step);
    yield { type: "broadcast", workers: audience.workers, version: step, parameters };
    this.#digest = yield* breathing(digestInSlices(run.digest, parameters, pace));
    const penalty = yield* this.#penaltyOf(before);
    const statistics = sums.statistics.subarray(0, run.objective.statisticsLength);
    this.#epoch.add(statistics, round.sequences.length, penalty);
    const norms = yield* breathing(gradientNorms(update.gradient, run.plan, pace));
    if (round.gradientFlow) {
      const followed = { round, sums, before, after: parameters, gradient: update.gradient };
      yield emit(yield* breathing(gradientFlowEvent(run, followed, pace)));
    }
    yield emit({
      type: "step",
      round: round.number,
      step,
      epoch: round.epoch + 1,
      stepInEpoch: round.batch + 1,
      measures: measuresOf(run.objective, statistics, penalty),
      epochMeasures: this.#epoch.values,
      learningRate,
      gradientNorms: norms,
      digest: this.#digest,
      durationMs: time - this.#committedAt,
      workers: audience.liveCount,
    });
    run.spent?.(update.gradient);
    this.#committedAt = time;
    if (round.batch + 1 < round.batches || run.shape.sequences.validation > 0) return {};
    return yield* this.#endEpoch(round, time, {});
  }

  *#commitEvaluation({ round, sums }: RoundInProgress, time: number): Commit {
    if (round.batch === 0) {
      this.#evaluation = new RoundMeasures(this.run.objective);
      this.#evaluationBeganAt = this.#committedAt;
    }
    const penalty = yield* this.#penaltyOf(this.#state.parameters);
    this.#evaluation.add(sums.statistics, round.sequences.length, penalty);
    this.#committedAt = time;
    yield progressOf(round);
    if (round.batch + 1 < round.batches) return {};
    const measures = this.#evaluation.values;
    if (round.part === "validation") return yield* this.#endEpoch(round, time, validationNames(measures));
    this.#test = measures;
    const durationMs = time - this.#evaluationBeganAt;
    yield emit({ type: "tested", round: round.number, measures, steps: round.batches, durationMs });
    return {};
  }

  *#endEpoch(round: Round, time: number, validation: Measures): Commit {
    const outcome = this.#callbacks.epochEnded({
      epoch: round.epoch,
      measures: { ...this.#epoch.values, ...validation },
      parameters: this.#state.parameters,
      learningRate: this.#rateOf(this.#state.step - 1),
    });
    this.#epochs++;
    const { measures } = outcome;
    yield emit({
      type: "epoch",
      round: round.number,
      epoch: round.epoch + 1,
      steps: stepsPerEpoch(this.run.shape),
      measures,
      durationMs: time - this.#epochBeganAt,
    });
    this.#epoch = new RoundMeasures(this.run.objective);
    this.#epochBeganAt = time;
    yield* this.#carryOut(outcome, round);
    return { endsTraining: outcome.endTraining, epochMeasures: measures };
  }

  /** What callbacks want, but for the end of training. */
  *#carryOut({ texts, learningRate, saveBest }: EpochOutcome, round: Round): Generator<RunCommand, void> {
    const { step, parameters } = this.#state;
    const epoch = round.epoch + 1;
    if (learningRate !== this.#rateOf(step - 1)) this.#learningRate = learningRate;
    for (const { callback, text } of texts)
      yield emit({ type: "callback", round: round.number, callback, epoch, text });
    if (!saveBest) return;
    this.#best = { parameters, step, epoch };
    yield { type: "save-best", ...this.#best };
  }

  *#penaltyOf(parameters: Float32Array): Generator<RunCommand, number> {
    const { penalty } = this.run;
    return penalty ? yield* breathing(penalty.lossInSlices(parameters, this.pace)) : 0;
  }

  /** The learning rate after as many steps. */
  #rateOf(step: number): number {
    return this.#learningRate ?? this.run.optimizer.learningRate(step);
  }
}

/** Names of vectors in a resume point. */
const bestVector = "best";
function callbackVector(place: number): string {
  return `callbacks/${place}`;
}

function digestOf({ digest }: RunDefinition, values: Float32Array): string {
  const whole = digest();
  whole.add(values);
  return whole.finish();
}

function progressOf(round: Round): RunCommand {
  const part = round.part === "validation" ? "validation" : "test";
  const { number, batch, batches } = round;
  return emit({ type: "evaluation-progress", round: number, part, done: batch + 1, total: batches });
}

function validationNames(measures: Measures): Measures {
  return Object.fromEntries(Object.entries(measures).map(([name, value]) => [`val_${name}`, value]));
}
