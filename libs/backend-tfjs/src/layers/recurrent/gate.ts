import type { ActivationName } from "@lockstep/job";
import { activate } from "../../activations/activate.js";
import type { Activated } from "../../activations/activated.js";
import { isEngineActivation } from "../../ops/engine-activation.js";
import type { TensorOps } from "../../ops/tensor-ops.js";

/**
 * An activation within a cell, with its values at every time step. The derivative of one that the engine has comes from
 * its output, so it is multiplied once over all time steps ({@link weigh}); any other goes step by step ({@link pass}).
 */
export class Gate<T> {
  /** Values of every time step, (B, units) each, in the order of computation. */
  readonly outputs: T[] = [];
  readonly #steps: Activated<T>[] = [];

  constructor(
    private readonly ops: TensorOps<T>,
    private readonly activation: ActivationName,
    private readonly units: number,
  ) {}

  /** Whether {@link weigh} does all, and {@link pass} nothing. */
  get isWeighed(): boolean {
    return isEngineActivation(this.activation);
  }

  /** Activation of the sums of the next time step, (B, units). */
  open(sums: T): T {
    const activated = activate(this.ops, this.activation, sums, this.units);
    this.#steps.push(activated);
    this.outputs.push(activated.output);
    return activated.output;
  }

  /** Factors of d(loss)/d(output), times the derivative where the engine has it; of all time steps at once. */
  weigh(outputs: T, factors: T): T {
    const { activation } = this;
    return isEngineActivation(activation)
      ? this.ops.activationGradient(activation, outputs, factors)
      : factors;
  }

  /** d(loss)/d(sums) of a time step from d(loss)/d(output), where {@link weigh} has not put the derivative in. */
  pass(step: number, gradient: T): T {
    return this.isWeighed ? gradient : this.back(step, gradient);
  }

  /** d(loss)/d(sums) of a time step from d(loss)/d(output), without {@link weigh}. */
  back(step: number, gradient: T): T {
    const activated = this.#steps[step];
    if (activated === undefined)
      throw new RangeError(`gate: expected a step below ${this.#steps.length}, got ${step}`);
    return activated.gradient(gradient);
  }
}
