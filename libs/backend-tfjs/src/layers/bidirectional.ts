import type { BidirectionalSpec, RecurrentSpec } from "@lockstep/job";
import type { LayerPlan } from "@lockstep/model";
import type { TensorOps } from "../ops/tensor-ops.js";
import {
  type Activations,
  type ForwardPass,
  type LayerCall,
  type LayerGradients,
  type LayerKernel,
  type WantedGradients,
  type Watched,
} from "./layer-kernel.js";
import { mergeOf, type Merge } from "./recurrent/merge.js";
import { recurrentLayer, runRecurrent, type RecurrentLayer } from "./recurrent/recurrent-layer.js";

/** The layer of one direction. */
interface Direction<T> {
  readonly layer: RecurrentLayer<T>;
  readonly parameters: number;
}

/**
 * Two recurrent layers on one input, the second of which goes backwards; with returnSequences its output is turned
 * round, and masked steps give zero. Parameters and states: the forward layer's, then the backward layer's.
 */
export function bidirectionalKernel<T>(
  plan: LayerPlan<BidirectionalSpec>,
  ops: TensorOps<T>,
): LayerKernel<T> {
  const merge = mergeOf(plan.spec.mergeMode);
  const [forward, backward] = plan.inner.map((inner): Direction<T> => {
    const spec = inner.spec as RecurrentSpec;
    // Keras sets the option so, whatever the layer says.
    const options = { ...spec, zeroOutputForMask: spec.returnSequences };
    return { layer: recurrentLayer(spec, options, inner, ops), parameters: inner.parameters.length };
  });
  if (forward === undefined || backward === undefined)
    throw new RangeError(`${plan.path}: expected 2 inner layers, got ${plan.inner.length}`);
  return {
    givesLogits: false,
    forward: (call) => new BidirectionalPass(ops, merge, [forward, backward], call),
  };
}

/** An output and returned states. */
type Outputs<T> = readonly [Activations<T>, ...Activations<T>[]];

interface DirectionPass<T> {
  readonly pass: ForwardPass<T>;
  /** Number of parameters. */
  readonly parameters: number;
}

class BidirectionalPass<T> implements ForwardPass<T> {
  readonly outputs: readonly Activations<T>[];
  readonly finalStates: readonly T[];
  readonly #forward: DirectionPass<T>;
  readonly #backward: DirectionPass<T>;
  /** Outputs of the two layers, both in the order that the merge sees. */
  readonly #merged: readonly [Activations<T>, Activations<T>];

  constructor(
    private readonly ops: TensorOps<T>,
    private readonly merge: Merge,
    [forward, backward]: readonly [Direction<T>, Direction<T>],
    call: LayerCall<T>,
  ) {
    const { states } = forward.layer.cell;
    this.#forward = run(forward, {
      ...call,
      parameters: call.parameters.slice(0, forward.parameters),
      initialStates: call.initialStates.slice(0, states),
    });
    this.#backward = run(backward, {
      ...call,
      parameters: call.parameters.slice(forward.parameters),
      initialStates: call.initialStates.slice(states),
    });
    const passes = [this.#forward.pass, this.#backward.pass];
    const [[ofForward, ...forwardStates], [ofBackward, ...backwardStates]] = passes.map(
      ({ outputs }) => outputs,
    ) as [Outputs<T>, Outputs<T>];
    this.#merged = [ofForward, { ...ofBackward, matrix: this.#turn(ofBackward.matrix, ofBackward) }];
    this.outputs = [...merge.outputs(this.#merged, ops), ...forwardStates, ...backwardStates];
    this.finalStates = passes.flatMap((pass) => pass.finalStates);
  }

  watched(): readonly Watched<T>[] {
    return [this.#forward, this.#backward].flatMap(({ pass }) => pass.watched?.() ?? []);
  }

  backward(gradients: readonly (T | undefined)[], wanted: WantedGradients): LayerGradients<T> {
    const { outputCount } = this.merge;
    const [ofForward, ofBackward] = this.merge.gradients(
      gradients.slice(0, outputCount),
      this.#merged,
      this.ops,
    );
    const states = gradients.slice(outputCount);
    const half = this.#forward.pass.outputs.length - 1;
    const turned = ofBackward === undefined ? undefined : this.#turn(ofBackward, this.#merged[1]);
    const forward = backwardOf(this.#forward, [ofForward, ...states.slice(0, half)], wanted);
    const backward = backwardOf(this.#backward, [turned, ...states.slice(half)], wanted);
    return {
      parameters: [...forward.parameters, ...backward.parameters],
      inputs: [this.#sum(forward.inputs[0], backward.inputs[0])],
      initialStates: [...(forward.initialStates ?? []), ...(backward.initialStates ?? [])],
      watched: () => [...(forward.watched?.() ?? []), ...(backward.watched?.() ?? [])],
      flow: () => [...(forward.flow?.() ?? []), ...(backward.flow?.() ?? [])],
    };
  }

  /** Time steps in the opposite order. */
  #turn(matrix: T, { steps, timed }: Activations<T>): T {
    return timed ? this.ops.concatRows([...this.ops.splitRows(matrix, steps)].reverse()) : matrix;
  }

  #sum(a: T | undefined, b: T | undefined): T | undefined {
    return a !== undefined && b !== undefined ? this.ops.add(a, b) : (a ?? b);
  }
}

/** All that is needed of a pass on which something depends; else no gradients, in the places where they would be. */
function backwardOf<T>(
  { pass, parameters }: DirectionPass<T>,
  gradients: readonly (T | undefined)[],
  wanted: WantedGradients,
): LayerGradients<T> {
  if (gradients.some((gradient) => gradient !== undefined)) return pass.backward(gradients, wanted);
  return { parameters: Array.from({ length: parameters }, () => undefined), inputs: [] };
}

function run<T>({ layer, parameters }: Direction<T>, call: LayerCall<T>): DirectionPass<T> {
  return { pass: runRecurrent(layer, call), parameters };
}
