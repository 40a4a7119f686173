import { copyInSlices, Pace, wholly, type Sliced } from "@lockstep/numerics";
import { constraintsOf } from "./constraints.js";
import { accumulateGradient, takeAccumulated } from "./gradient-accumulation.js";
import { clippingOf, type ClippingOptions } from "./gradient-clipping.js";
import type { Optimizer, OptimizerState } from "./optimizer.js";
import { averageParameters, overwrite } from "./parameter-average.js";
import type { UpdateRule } from "./rules/update-rule.js";
import { learningRateOf, type LearningRateSpec } from "./schedules/learning-rate.js";
import { stretchesOf, trainableOf, type Variable } from "./variable.js";
import { decayWeights } from "./weight-decay.js";

/** What every optimizer takes besides the options of its rule; Keras's names and defaults. */
export interface StepOptions extends ClippingOptions {
  readonly learningRate: LearningRateSpec;
  /** Absent: none. */
  readonly weightDecay?: number | undefined;
  /** Whether a moving average of the parameters is kept, and is what training leaves. */
  readonly useEma?: boolean | undefined;
  /** Default: 0.99. */
  readonly emaMomentum?: number | undefined;
  /** Updates after which the parameters become their average. Absent: only at the end. */
  readonly emaOverwriteFrequency?: number | undefined;
  /** Steps whose mean gradient makes one update. Absent: every step is one. */
  readonly gradientAccumulationSteps?: number | undefined;
}

/**
 * An optimizer of a rule and what goes around it, in Keras's order: accumulate, clip, decay, the rule, average,
 * constrain. Variables that are not trainable are never changed.
 */
export function ruleOptimizer(
  rule: UpdateRule,
  options: StepOptions,
  variables: readonly Variable[],
): Optimizer {
  const accumulated = options.gradientAccumulationSteps ?? 1;
  const names = [
    ...rule.momentNames,
    ...(accumulated > 1 ? ["accumulated_gradients"] : []),
    ...(options.useEma ? ["parameter_average"] : []),
  ];
  const place = (name: string): number => names.indexOf(name);
  const learningRate = learningRateOf(options.learningRate);
  const step = new RuleStep(rule, options, variables, {
    accumulator: place("accumulated_gradients"),
    average: place("parameter_average"),
  });
  return {
    momentNames: names,
    momentStarts: names.map((_, index) => (index < rule.momentNames.length ? (rule.momentStart ?? 0) : 0)),
    hasSchedule: typeof options.learningRate !== "number",
    keepsAverage: options.useEma ?? false,
    learningRate,
    update: (state, gradient, rate = learningRate(state.step)) =>
      wholly(step.take(state, gradient, Math.fround(rate), unpaced)),
    updateInSlices: (state, gradient, rate, pace) => step.take(state, gradient, Math.fround(rate), pace),
    finalParameters: (state) => wholly(step.finalParameters(state, unpaced)),
    finalParametersInSlices: (state, pace) => step.finalParameters(state, pace),
  };
}

const unpaced = new Pace(Infinity);

/** Places of vectors among the moments; -1 where there is none. */
interface Places {
  readonly accumulator: number;
  readonly average: number;
}

class RuleStep {
  readonly #stretches;
  readonly #clip;
  readonly #constrain;
  /** Steps of an update. */
  readonly #accumulated: number;

  constructor(
    private readonly rule: UpdateRule,
    private readonly options: StepOptions,
    variables: readonly Variable[],
    private readonly places: Places,
  ) {
    const trainable = trainableOf(variables);
    this.#stretches = stretchesOf(trainable);
    this.#clip = clippingOf(options, trainable);
    this.#constrain = constraintsOf(trainable);
    this.#accumulated = options.gradientAccumulationSteps ?? 1;
  }

  *take(
    state: OptimizerState,
    gradient: Float32Array,
    learningRate: number,
    pace: Pace,
  ): Sliced<OptimizerState> {
    checkLengths(state, gradient);
    const parameters = yield* copyInSlices(state.parameters, pace);
    const mean = yield* this.#accumulate(state, gradient, pace);
    if (mean) yield* this.#apply({ ...state, parameters }, mean, learningRate, pace);
    yield* this.#average(state, parameters, pace);
    yield* this.#constrain(parameters, pace);
    return { step: state.step + 1, parameters, moments: state.moments };
  }

  *finalParameters(state: OptimizerState, pace: Pace): Sliced<Float32Array> {
    const average = state.moments[this.places.average];
    if (!average || state.step === 0) return state.parameters;
    const parameters = yield* copyInSlices(state.parameters, pace);
    for (const { begin, end } of this.#stretches)
      yield* pace.over(begin, end, (from, to) => overwrite(parameters, average, { begin: from, end: to }));
    return parameters;
  }

  /** The gradient of an update; nothing where the step only adds to it. */
  *#accumulate(state: OptimizerState, gradient: Float32Array, pace: Pace): Sliced<Float32Array | undefined> {
    const accumulator = state.moments[this.places.accumulator];
    if (!accumulator) return gradient;
    if ((state.step + 1) % this.#accumulated === 0)
      return yield* takeAccumulated(accumulator, gradient, this.#accumulated, pace);
    yield* accumulateGradient(accumulator, gradient, pace);
    return undefined;
  }

  /** Changes parameters and moments in place. */
  *#apply(
    { step, parameters, moments }: OptimizerState,
    mean: Float32Array,
    learningRate: number,
    pace: Pace,
  ): Sliced<void> {
    const gradient = yield* this.#clip(mean, pace);
    const { weightDecay } = this.options;
    const move = this.rule.at({ update: this.#updatesBefore(step) + 1, learningRate });
    const vectors = { parameters, gradient, moments };
    for (const stretch of this.#stretches) {
      yield* pace.over(stretch.begin, stretch.end, (begin, end) => {
        const piece = { begin, end };
        if (weightDecay !== undefined) decayWeights(parameters, piece, { weightDecay, learningRate });
        move(vectors, piece);
      });
    }
  }

  /** Keras averages at every step, before the constraints, and takes the first update's parameters as they are. */
  *#average({ step, moments }: OptimizerState, parameters: Float32Array, pace: Pace): Sliced<void> {
    const average = moments[this.places.average];
    if (!average) return;
    const updates = this.#updatesBefore(step);
    const frequency = this.options.emaOverwriteFrequency;
    const overwrites = frequency !== undefined && (updates + 1) % frequency === 0;
    const momentum = updates === 0 ? 0 : (this.options.emaMomentum ?? 0.99);
    for (const stretch of this.#stretches) {
      yield* pace.over(stretch.begin, stretch.end, (begin, end) => {
        averageParameters(average, parameters, { begin, end }, momentum);
        if (overwrites) overwrite(parameters, average, { begin, end });
      });
    }
  }

  #updatesBefore(step: number): number {
    return Math.floor(step / this.#accumulated);
  }
}

function checkLengths({ parameters }: OptimizerState, gradient: Float32Array): void {
  if (gradient.length !== parameters.length)
    throw new RangeError(`gradient: expected ${parameters.length} elements, got ${gradient.length}`);
}
