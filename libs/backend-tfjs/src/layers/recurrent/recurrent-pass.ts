import {
  tensorAt,
  type Activations,
  type ForwardPass,
  type LayerCall,
  type LayerGradients,
  type WantedGradients,
  type Watched,
} from "../layer-kernel.js";
import type { CellPass } from "./cell.js";
import { dropoutFactors, type DropoutFactors } from "./dropout-factors.js";
import { equalWidths, GatedProduct } from "./gated-product.js";
import type { RecurrentLayer } from "./recurrent-layer.js";
import { TimeMask } from "./time-mask.js";
import { inOrder, reverseMask } from "./time-order.js";

/** Masks of a layer's input come first, those of its state from this number on. */
const firstRecurrentMask = 4;

/**
 * A recurrent layer on one batch: forward when made, then backward through time. The products that do not wait for the
 * step before are one matrix product over all time steps: x W before the forward loop; Xᵀ dZ, Hᵀ dZ and dZ Wᵀ after the
 * backward loop.
 */
export class RecurrentPass<T> implements ForwardPass<T> {
  readonly outputs: readonly Activations<T>[];
  readonly finalStates: readonly T[];
  readonly #input: Activations<T>;
  readonly #zero: T;
  readonly #product: GatedProduct<T>;
  readonly #cell: CellPass<T>;
  readonly #mask: TimeMask<T> | undefined;
  /** What zeroes outputs of masked steps. */
  readonly #outputMask: T | undefined;
  /** After every step, in the order of computation. */
  readonly #states: readonly (readonly T[])[];

  constructor(
    private readonly layer: RecurrentLayer<T>,
    private readonly call: LayerCall<T>,
  ) {
    const { ops, cell, spec, options } = layer;
    const { rows, parameters } = call;
    this.#input = inputOf(call);
    this.#zero = ops.upload(new Float32Array(rows * spec.units), [rows, spec.units]);
    const widths = equalWidths(cell.gates, spec.units);
    this.#product = new GatedProduct(ops, tensorAt(parameters, 0), widths, this.#inputDropout());
    this.#cell = cell.begin({
      ops,
      recurrentKernel: tensorAt(parameters, 1),
      bias: spec.useBias ? tensorAt(parameters, 2) : undefined,
      recurrentDropout: this.#recurrentDropout(),
      zero: this.#zero,
      join: (blocks) => ops.concatRows(inOrder(blocks, options.goBackwards)),
      cut: (matrix) => this.#cut(matrix),
    });
    this.#mask = this.#timeMask();
    this.#outputMask = this.#maskOfOutputs();
    this.#states = this.#forward();
    this.finalStates = this.#states.at(-1) ?? [];
    this.outputs = [this.#output(this.#states), ...(options.returnState ? this.#returned() : [])];
  }

  watched(): readonly Watched<T>[] {
    return [this.#watch(this.#states)];
  }

  backward(gradients: readonly (T | undefined)[], wanted: WantedGradients): LayerGradients<T> {
    const cell = this.#cell.backward();
    const ofOutputs = this.#outputGradients(gradients[0]);
    const seen: (readonly [T, ...(T | undefined)[]])[] = [];
    let states = this.#stateGradients(gradients);
    for (let index = this.#input.steps - 1; index >= 0; index--) {
      const [h, ...others] = states;
      const complete = [this.#sum(h, ofOutputs[index]) ?? this.#zero, ...others] as const;
      seen[index] = complete;
      const wantPrevious = index > 0 || this.call.initialStates.length > 0;
      const condition = this.#mask?.steps[index];
      if (condition === undefined) {
        states = cell.step(index, complete, wantPrevious);
      } else {
        const valid = complete.map((gradient) => this.#select(condition, gradient, this.#zero));
        const before = cell.step(index, valid, wantPrevious);
        states = complete.map((gradient, k) => this.#select(condition, before[k], gradient));
      }
    }
    const { projection, recurrentKernel, bias } = cell.finish();
    const kernel = this.#product.weightGradient(this.#input.matrix, projection);
    return {
      parameters: bias === undefined ? [kernel, recurrentKernel] : [kernel, recurrentKernel, bias],
      inputs: [wanted.inputs[0] === true ? this.#product.inputGradientOfAll(projection) : undefined],
      initialStates: this.call.initialStates.map((_, k) => states[k]),
      watched: () => [this.#watch(seen, "backward")],
      flow: () => [
        {
          layer: this.layer.path,
          steps: inOrder(
            seen.map(([h]) => h),
            this.layer.options.goBackwards,
          ),
        },
      ],
    };
  }

  /** States after every step, in the order of computation. */
  #forward(): readonly (readonly T[])[] {
    const { ops, cell } = this.layer;
    const product = this.#product.ofAll(this.#input.matrix);
    const { inputBias } = this.#cell;
    const projection = inputBias === undefined ? product : ops.addBias(product, inputBias);
    const history: (readonly T[])[] = [];
    let states: readonly T[] = Array.from(
      { length: cell.states },
      (_, k) => this.call.initialStates[k] ?? this.#zero,
    );
    this.#cut(projection).forEach((projected, index) => {
      const before = states;
      const after = this.#cell.step(projected, before);
      const condition = this.#mask?.steps[index];
      states =
        condition === undefined
          ? after
          : after.map((state, k) => ops.select(condition, state, tensorAt(before, k)));
      history.push(states);
    });
    return history;
  }

  #output(states: readonly (readonly T[])[]): Activations<T> {
    const { ops, options, spec } = this.layer;
    const outputs = states.map((ofStep) => tensorAt(ofStep, 0));
    const matrix = options.returnSequences ? ops.concatRows(outputs) : tensorAt(outputs, outputs.length - 1);
    const masked = this.#outputMask === undefined ? matrix : this.#zeroed(matrix, this.#outputMask);
    if (!options.returnSequences) return vectors(masked, spec.units);
    const { steps, mask } = this.#input;
    return { matrix: masked, steps, features: spec.units, timed: true, ...(mask && { mask }) };
  }

  #returned(): readonly Activations<T>[] {
    return this.finalStates.map((state) => vectors(state, this.layer.spec.units));
  }

  /** d(loss)/d(h_t) from above, in the order of computation; without returnSequences of the last step only. */
  #outputGradients(gradient: T | undefined): readonly (T | undefined)[] {
    if (gradient === undefined) return [];
    const { steps } = this.#input;
    const masked = this.#outputMask === undefined ? gradient : this.#zeroed(gradient, this.#outputMask);
    if (this.layer.options.returnSequences) return this.layer.ops.splitRows(masked, steps);
    const ofSteps: (T | undefined)[] = Array.from({ length: steps }, () => undefined);
    ofSteps[steps - 1] = masked;
    return ofSteps;
  }

  #stateGradients(gradients: readonly (T | undefined)[]): readonly (T | undefined)[] {
    return Array.from({ length: this.layer.cell.states }, (_, k) => gradients[k + 1]);
  }

  #inputDropout(): DropoutFactors<T> {
    const { ops, spec, cell, ordinal } = this.layer;
    // Keras has one mask for all gates, but one for each where there is recurrent dropout too.
    const count = spec.recurrentDropout > 0 ? cell.gates : 1;
    const { steps, features: size } = this.#input;
    const sizes = { ordinal, first: 0, count, rate: spec.dropout, size, steps };
    return dropoutFactors(ops, this.call.random, sizes);
  }

  #recurrentDropout(): DropoutFactors<T> {
    const { ops, spec, cell, ordinal } = this.layer;
    return dropoutFactors(ops, this.call.random, {
      ordinal,
      first: firstRecurrentMask,
      count: cell.gates,
      rate: spec.recurrentDropout,
      size: spec.units,
      steps: this.#input.steps,
    });
  }

  #timeMask(): TimeMask<T> | undefined {
    const { mask, steps } = this.#input;
    if (mask === undefined) return undefined;
    const { ops, options, spec } = this.layer;
    return new TimeMask(ops, options.goBackwards ? reverseMask(mask, steps) : mask, spec.units, steps);
  }

  /** Steps before the first that counts give zero anyway where the state begins with zero. */
  #maskOfOutputs(): T | undefined {
    const { zeroOutputForMask, returnSequences } = this.layer.options;
    if (!zeroOutputForMask && this.call.initialStates.length === 0) return undefined;
    return this.#mask?.outputs(zeroOutputForMask, !returnSequences);
  }

  /** Time steps of a matrix in the order of computation. */
  #cut(matrix: T): readonly T[] {
    const { ops, options } = this.layer;
    return inOrder(ops.splitRows(matrix, this.#input.steps), options.goBackwards);
  }

  #zeroed(matrix: T, condition: T): T {
    const { ops, spec, options } = this.layer;
    if (!options.returnSequences) return ops.select(condition, matrix, this.#zero);
    const size = [this.#input.steps * this.call.rows, spec.units];
    return ops.select(condition, matrix, ops.upload(new Float32Array((size[0] ?? 0) * spec.units), size));
  }

  #select(condition: T, a: T | undefined, b: T | undefined): T | undefined {
    if (a === undefined && b === undefined) return undefined;
    return this.layer.ops.select(condition, a ?? this.#zero, b ?? this.#zero);
  }

  #sum(a: T | undefined, b: T | undefined): T | undefined {
    return a !== undefined && b !== undefined ? this.layer.ops.add(a, b) : (a ?? b);
  }

  /** @param ofSteps in the order of computation */
  #watch(
    ofSteps: readonly (readonly (T | undefined)[])[],
    pass: "forward" | "backward" = "forward",
  ): Watched<T> {
    const { steps } = this.#input;
    const { goBackwards } = this.layer.options;
    const blocks = ofSteps.flatMap((tensors, index) =>
      tensors
        .filter((tensor) => tensor !== undefined)
        .map((tensor) => ({ timeStep: goBackwards ? steps - 1 - index : index, tensor })),
    );
    return { layer: this.layer.path, blocks: pass === "forward" ? blocks : blocks.reverse() };
  }
}

function inputOf<T>({ inputs }: LayerCall<T>): Activations<T> {
  const [input] = inputs;
  if (input === undefined) throw new RangeError("inputs: expected one, got none");
  return input;
}

function vectors<T>(matrix: T, features: number): Activations<T> {
  return { matrix, steps: 1, features, timed: false };
}
