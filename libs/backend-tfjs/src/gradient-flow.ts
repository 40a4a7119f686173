import type { GradientFlowLayer } from "@lockstep/model";
import type { BackwardObserver } from "./backward-run.js";
import type { LayerGradients } from "./layers/layer-kernel.js";
import type { TensorOps } from "./ops/tensor-ops.js";

/** Sums of squares of d(loss)/d(h_t), as `gradientFlowLayers` of libs/model has them, gathered on the way back. */
export class GradientFlow<T> implements BackwardObserver<T> {
  /** By path of the layer. */
  readonly #sums = new Map<string, readonly number[]>();

  constructor(
    private readonly ops: TensorOps<T>,
    private readonly rows: number,
  ) {}

  after(_: number, gradients: LayerGradients<T>): void {
    for (const { layer, steps } of gradients.flow?.() ?? []) {
      this.#sums.set(
        layer,
        steps.map((tensor) => squares(this.ops.download(tensor), this.rows)),
      );
    }
  }

  /** Zeros where nothing depends on a layer. */
  sums(layers: readonly GradientFlowLayer[]): Float64Array {
    return Float64Array.from(
      layers.flatMap(
        ({ layer, timeSteps }) => this.#sums.get(layer) ?? Array.from({ length: timeSteps }, () => 0),
      ),
    );
  }
}

/** Sequence by sequence, so that each adds the same in any company. */
function squares(values: Float32Array, rows: number): number {
  const units = values.length / rows;
  let sum = 0;
  for (let row = 0; row < rows; row++) {
    let ofRow = 0;
    for (let unit = row * units; unit < (row + 1) * units; unit++) ofRow += (values[unit] as number) ** 2;
    sum += ofRow;
  }
  return sum;
}
