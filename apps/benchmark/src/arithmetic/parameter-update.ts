import { finiteCheck, meanOf, Pace, type Sliced } from "@lockstep/numerics";
import { initialState, optimizerOf, type Optimizer, type OptimizerState } from "@lockstep/optimizer";
import type { Sums } from "@lockstep/reduction";
import type { TrainingSample } from "../shapes/training-sample.js";
import { drawn, type Arithmetic } from "./arithmetic.js";

/** What a coordinator makes of a step's sums: the mean, a look whether it is finite, the optimizer, another look. */
export class ParameterUpdate {
  readonly #optimizer: Optimizer;
  readonly #pace: Pace;
  #state: OptimizerState;

  constructor({ job, plan, parameters }: TrainingSample, { engine }: Arithmetic) {
    this.#optimizer = optimizerOf(job.optimizer, plan.parameters);
    this.#pace = new Pace(Infinity, engine);
    this.#state = initialState(this.#optimizer, parameters);
  }

  get parameters(): Float32Array {
    return this.#state.parameters;
  }

  /** @param sums the gradient's array is taken over @throws Error where something is not finite */
  take(sums: Sums): void | Promise<void> {
    return drawn(this.#taken(sums));
  }

  *#taken({ gradient, statistics }: Sums): Sliced<void> {
    const check = finiteCheck(gradient);
    yield* this.#pace.run([meanOf(gradient, statistics[1] as number), check.operation]);
    const learningRate = this.#optimizer.learningRate(this.#state.step);
    const { operations, next } = this.#optimizer.plannedUpdate(this.#state, gradient, learningRate);
    const overflow = finiteCheck(next.parameters);
    yield* this.#pace.run([...operations, overflow.operation]);
    if (check.index() >= 0 || overflow.index() >= 0) throw new Error("the step is not finite");
    this.#state = next;
  }
}
