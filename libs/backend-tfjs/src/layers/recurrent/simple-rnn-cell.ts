import { tensorAt } from "../layer-kernel.js";
import type { Cell, CellOptions, CellPass, CellReturn, CellRun } from "./cell.js";
import { Gate } from "./gate.js";
import { GatedProduct } from "./gated-product.js";

/** h_t = activation(x_t W + h_(t-1) U + b). */
export function simpleRnnCell({ units, activation }: CellOptions): Cell {
  return {
    gates: 1,
    states: 1,
    begin<T>(run: CellRun<T>): CellPass<T> {
      const { ops, zero } = run;
      const product = new GatedProduct(ops, run.recurrentKernel, [units], run.recurrentDropout);
      const gate = new Gate(ops, activation, units);
      const before: T[] = [];
      return {
        inputBias: run.bias,
        step(projected, [h = zero]) {
          before.push(h);
          // The product of the zero state is zero.
          return [gate.open(h === zero ? projected : ops.add(projected, product.ofStep(h)))];
        },
        backward(): CellReturn<T> {
          const sums: T[] = [];
          return {
            step(index, gradients, wanted) {
              const dSum = gate.back(index, tensorAt(gradients, 0));
              sums[index] = dSum;
              return wanted ? [product.inputGradientOfStep(dSum)] : [];
            },
            finish() {
              const projection = run.join(sums);
              return {
                projection,
                recurrentKernel: product.weightGradient(run.join(before), projection),
                bias: run.bias === undefined ? undefined : ops.columnSums(projection),
              };
            },
          };
        },
      };
    },
  };
}
