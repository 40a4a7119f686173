import type { Measures } from "@lockstep/telemetry";
import type { OptimizerState } from "@lockstep/optimizer";
import { joinVectors } from "@lockstep/reduction";
import { firstNonFinite, gradientNorms, meanGradient } from "./gradient.js";
import { RoundMeasures } from "./measures.js";
import type { RoundInProgress } from "./round-in-progress.js";
import { stepsPerEpoch } from "./round-schedule.js";
import type { Round } from "./round.js";
import type { RunDefinition } from "./run-definition.js";
import { emit, type RunCommand } from "./run-messages.js";

/** Who is there at a commit. */
export interface Audience {
  /** They get new parameters. */
  readonly workers: readonly string[];
  readonly liveCount: number;
  /** Notes that they are sent a version. */
  readonly sent: (version: number) => void;
}

/** Commands of a commit; it gives why the run cannot go on, or nothing. */
type Commit = Generator<RunCommand, string | undefined>;

/** The numbers of a run: parameters, optimizer state, and what its epochs and evaluations measured. */
export class RunProgress {
  #state: OptimizerState;
  #digest: string;
  #test: Measures | undefined;
  #committedAt = 0;
  #epochBeganAt = 0;
  #evaluationBeganAt = 0;
  #epoch: RoundMeasures;
  #evaluation: RoundMeasures;
  readonly #predictions: Float32Array[] = [];

  constructor(private readonly run: RunDefinition) {
    // The optimizer changes moments in place, and the definition is the caller's.
    this.#state = { ...run.initial, moments: run.initial.moments.map((moment) => moment.slice()) };
    this.#digest = run.digest(run.initial.parameters);
    this.#epoch = new RoundMeasures(run.objective);
    this.#evaluation = new RoundMeasures(run.objective);
  }

  get state(): OptimizerState {
    return this.#state;
  }

  get digest(): string {
    return this.#digest;
  }

  get test(): Measures | undefined {
    return this.#test;
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
        return undefined;
    }
  }

  *#commitStep(progress: RoundInProgress, audience: Audience, time: number): Commit {
    const { round, sums } = progress;
    const gradient = meanGradient(sums.gradient, sums.statistics[1] as number);
    const bad = firstNonFinite(gradient, this.run.plan);
    if (bad !== undefined)
      return `step ${round.parametersVersion + 1}: the update is withheld, as the mean gradient of ${bad}`;
    const learningRate = this.run.optimizer.learningRate(this.#state.step);
    const next = this.run.optimizer.update(this.#state, gradient);
    const overflow = firstNonFinite(next.parameters, this.run.plan);
    if (overflow !== undefined)
      return `step ${next.step}: the update is withheld, as it would make a parameter that is not finite: ${overflow}`;
    this.#state = next;
    const { step, parameters } = next;
    audience.sent(step);
    yield { type: "broadcast", workers: audience.workers, version: step, parameters };
    this.#digest = this.run.digest(parameters);
    this.#epoch.add(sums.statistics, round.sequences.length);
    yield emit({
      type: "step",
      step,
      epoch: round.epoch + 1,
      stepInEpoch: round.batch + 1,
      measures: this.run.objective.summarise(sums.statistics),
      epochMeasures: this.#epoch.values,
      learningRate,
      gradientNorms: gradientNorms(gradient, this.run.plan),
      digest: this.#digest,
      durationMs: time - this.#committedAt,
      workers: audience.liveCount,
    });
    this.#committedAt = time;
    if (round.batch + 1 === round.batches && this.run.shape.sequences.validation === 0)
      yield* this.#endEpoch(round, time, {});
    return undefined;
  }

  *#commitEvaluation(progress: RoundInProgress, time: number): Commit {
    const { round, sums } = progress;
    if (round.batch === 0) {
      this.#evaluation = new RoundMeasures(this.run.objective);
      this.#evaluationBeganAt = this.#committedAt;
    }
    this.#evaluation.add(sums.statistics, round.sequences.length);
    this.#committedAt = time;
    yield progressOf(round);
    if (round.batch + 1 < round.batches) return undefined;
    const measures = this.#evaluation.values;
    if (round.part === "validation") yield* this.#endEpoch(round, time, validationNames(measures));
    else {
      this.#test = measures;
      yield emit({
        type: "tested",
        measures,
        steps: round.batches,
        durationMs: time - this.#evaluationBeganAt,
      });
    }
    return undefined;
  }

  *#endEpoch(round: Round, time: number, validation: Measures): Generator<RunCommand, void> {
    const measures = { ...this.#epoch.values, ...validation };
    const steps = stepsPerEpoch(this.run.shape);
    yield emit({
      type: "epoch",
      epoch: round.epoch + 1,
      steps,
      measures,
      durationMs: time - this.#epochBeganAt,
    });
    this.#epoch = new RoundMeasures(this.run.objective);
    this.#epochBeganAt = time;
  }
}

function progressOf(round: Round): RunCommand {
  const part = round.part === "validation" ? "validation" : "test";
  return emit({ type: "evaluation-progress", part, done: round.batch + 1, total: round.batches });
}

function validationNames(measures: Measures): Measures {
  return Object.fromEntries(Object.entries(measures).map(([name, value]) => [`val_${name}`, value]));
}
