import { copying, Pace, wholly, type Sliced, type VectorOperation } from "@lockstep/numerics";
import { constraintsOf } from "./constraints.js";
import { accumulateGradient, takeAccumulated } from "./gradient-accumulation.js";
import { clippingOf, type ClippingOptions } from "./gradient-clipping.js";
import type { Optimizer, OptimizerState, PlannedUpdate } from "./optimizer.js";
import { averageParameters } from "./parameter-average.js";
import { momentAt, type RuleVectors, type UpdateRule } from "./rules/update-rule.js";
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
    count: names.length,
    accumulator: place("accumulated_gradients"),
    average: place("parameter_average"),
  });
  const planned = (state: OptimizerState, gradient: Float32Array, rate: number): PlannedUpdate =>
    step.plan(state, gradient, Math.fround(rate));
  return {
    momentNames: names,
    momentStarts: names.map((_, index) => (index < rule.momentNames.length ? (rule.momentStart ?? 0) : 0)),
    hasSchedule: typeof options.learningRate !== "number",
    keepsAverage: options.useEma ?? false,
    learningRate,
    update(state, gradient, rate = learningRate(state.step)) {
      const { operations, next } = planned(state, gradient, rate);
      wholly(unpaced.run(operations));
      return next;
    },
    plannedUpdate: planned,
    finalParameters: (state) => wholly(step.finalParameters(state, unpaced)),
    finalParametersInSlices: (state, pace) => step.finalParameters(state, pace),
  };
}

const unpaced = new Pace(Infinity);

/** Places of vectors among the moments; -1 where there is none. */
interface Places {
  /** Of all moments. */
  readonly count: number;
  readonly accumulator: number;
  readonly average: number;
}

class RuleStep {
  readonly #stretches;
  readonly #clip;
  readonly #constrain;
  /** Steps of an update. */
  readonly #accumulated: number;
  /** What lies between gradient and parameters; made when it is needed first. */
  readonly #between: { mean?: Float32Array; clipped?: Float32Array } = {};

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

  plan(state: OptimizerState, gradient: Float32Array, learningRate: number): PlannedUpdate {
    checkLengths(state, gradient, this.places.count);
    const { step, moments } = state;
    const next = { step: step + 1, parameters: new Float32Array(state.parameters.length), moments };
    const isUpdate = next.step % this.#accumulated === 0;
    const operations = [copying(next.parameters, state.parameters)];
    if (isUpdate)
      this.#apply(step, { parameters: next.parameters, gradient, moments }, learningRate, operations);
    else operations.push(accumulateGradient(momentAt({ moments }, this.places.accumulator), gradient));
    this.#average(step, next, operations);
    operations.push(...this.#constrain(next.parameters));
    return { operations, next };
  }

  *finalParameters(state: OptimizerState, pace: Pace): Sliced<Float32Array> {
    const average = state.moments[this.places.average];
    if (!average || state.step === 0) return state.parameters;
    const parameters = new Float32Array(state.parameters.length);
    yield* pace.run([
      copying(parameters, state.parameters),
      ...this.#stretches.map((stretch) => copying(parameters, average, stretch)),
    ]);
    return parameters;
  }

  /** Changes parameters and moments in place. */
  #apply(step: number, vectors: RuleVectors, learningRate: number, operations: VectorOperation[]): void {
    const { parameters, moments } = vectors;
    const { weightDecay } = this.options;
    const gradient = this.#prepare(vectors, operations);
    const move = this.rule.at({ update: this.#updatesBefore(step) + 1, learningRate });
    const moved = { parameters, gradient, moments };
    const all = [parameters, gradient, ...moments.slice(0, this.rule.momentNames.length)];
    for (const stretch of this.#stretches) {
      if (weightDecay !== undefined)
        operations.push(decayWeights(parameters, stretch, { weightDecay, learningRate }));
      operations.push({
        name: move.name,
        begin: stretch.begin,
        end: stretch.end,
        vectors: all,
        numbers: move.numbers,
        over: (begin, end) => move.over(moved, { begin, end }),
      });
    }
  }

  /** Gives the gradient that the rule takes: the mean of those that were accumulated, clipped. */
  #prepare({ gradient, moments }: RuleVectors, operations: VectorOperation[]): Float32Array {
    const mean = this.#mean(gradient, moments[this.places.accumulator], operations);
    if (!this.#clip) return mean;
    const clipped = (this.#between.clipped ??= new Float32Array(gradient.length));
    operations.push(...this.#clip(mean, clipped));
    return clipped;
  }

  #mean(
    gradient: Float32Array,
    accumulator: Float32Array | undefined,
    operations: VectorOperation[],
  ): Float32Array {
    if (!accumulator) return gradient;
    const mean = (this.#between.mean ??= new Float32Array(gradient.length));
    operations.push(takeAccumulated(mean, gradient, accumulator, this.#accumulated));
    return mean;
  }

  /** Keras averages at every step, before the constraints, and takes the first update's parameters as they are. */
  #average(step: number, { parameters, moments }: OptimizerState, operations: VectorOperation[]): void {
    const average = moments[this.places.average];
    if (!average) return;
    const updates = this.#updatesBefore(step);
    const frequency = this.options.emaOverwriteFrequency;
    const overwrites = frequency !== undefined && (updates + 1) % frequency === 0;
    const momentum = updates === 0 ? 0 : (this.options.emaMomentum ?? 0.99);
    for (const stretch of this.#stretches) {
      operations.push(averageParameters(average, parameters, stretch, momentum));
      if (overwrites) operations.push(copying(parameters, average, stretch));
    }
  }

  #updatesBefore(step: number): number {
    return Math.floor(step / this.#accumulated);
  }
}

function checkLengths(
  { parameters: { length }, moments }: OptimizerState,
  gradient: Float32Array,
  momentCount: number,
): void {
  if (gradient.length !== length)
    throw new RangeError(`gradient: expected ${length} elements, got ${gradient.length}`);
  if (moments.length < momentCount)
    throw new RangeError(`moments: expected at least ${momentCount}, got ${moments.length}`);
  for (const [index, moment] of moments.entries())
    if (moment.length !== length)
      throw new RangeError(`moments[${index}]: expected ${length} elements, got ${moment.length}`);
}
