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
      step.take(state, gradient, Math.fround(rate)),
    finalParameters: (state) => step.finalParameters(state),
  };
}

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

  take(state: OptimizerState, gradient: Float32Array, learningRate: number): OptimizerState {
    checkLengths(state, gradient);
    const parameters = new Float32Array(state.parameters);
    const mean = this.#accumulate(state, gradient);
    if (mean) this.#apply({ ...state, parameters }, mean, learningRate);
    this.#average(state, parameters);
    this.#constrain(parameters);
    return { step: state.step + 1, parameters, moments: state.moments };
  }

  finalParameters(state: OptimizerState): Float32Array {
    const average = state.moments[this.places.average];
    if (!average || state.step === 0) return state.parameters;
    const parameters = new Float32Array(state.parameters);
    for (const stretch of this.#stretches) overwrite(parameters, average, stretch);
    return parameters;
  }

  /** The gradient of an update; nothing where the step only adds to it. */
  #accumulate(state: OptimizerState, gradient: Float32Array): Float32Array | undefined {
    const accumulator = state.moments[this.places.accumulator];
    if (!accumulator) return gradient;
    if ((state.step + 1) % this.#accumulated === 0)
      return takeAccumulated(accumulator, gradient, this.#accumulated);
    accumulateGradient(accumulator, gradient);
    return undefined;
  }

  /** Changes parameters and moments in place. */
  #apply({ step, parameters, moments }: OptimizerState, mean: Float32Array, learningRate: number): void {
    const gradient = this.#clip(mean);
    const { weightDecay } = this.options;
    const move = this.rule.at({ update: this.#updatesBefore(step) + 1, learningRate });
    for (const stretch of this.#stretches) {
      if (weightDecay !== undefined) decayWeights(parameters, stretch, { weightDecay, learningRate });
      move({ parameters, gradient, moments }, stretch);
    }
  }

  /** Keras averages at every step, before the constraints, and takes the first update's parameters as they are. */
  #average({ step, moments }: OptimizerState, parameters: Float32Array): void {
    const average = moments[this.places.average];
    if (!average) return;
    const updates = this.#updatesBefore(step);
    const frequency = this.options.emaOverwriteFrequency;
    for (const stretch of this.#stretches) {
      averageParameters(average, parameters, stretch, updates === 0 ? 0 : (this.options.emaMomentum ?? 0.99));
      if (frequency !== undefined && (updates + 1) % frequency === 0) overwrite(parameters, average, stretch);
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
