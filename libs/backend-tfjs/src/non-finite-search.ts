import type { NonFinitePlace } from "@lockstep/backend";
import type { BackwardObserver } from "./backward-run.js";
import type { ForwardRun, LoadedModel } from "./forward-run.js";
import type { Activations, Watched } from "./layers/layer-kernel.js";

/** Looks for the first value that is not finite, in the order of computation. */
export class NonFiniteSearch<T> {
  #found: NonFinitePlace | undefined;

  constructor(
    private readonly model: LoadedModel<T>,
    private readonly rows: number,
  ) {}

  get found(): NonFinitePlace | undefined {
    return this.#found;
  }

  /** Values inside each layer, then its outputs. */
  searchForward(run: ForwardRun<T>): void {
    this.model.layers.forEach(({ path }, index) => {
      const pass = run.passes[index];
      this.#searchWatched(pass?.watched?.(), "forward");
      for (const output of pass?.outputs ?? []) this.#searchValue(path, "forward", output.matrix, output);
    });
  }

  /** The gradients of each layer's outputs, then those inside it. */
  observer(run: ForwardRun<T>): BackwardObserver<T> {
    return {
      before: (index, gradients) => {
        gradients.forEach((gradient, position) => {
          const output = run.passes[index]?.outputs[position];
          if (gradient === undefined || output === undefined) return;
          this.#searchValue(this.model.layers[index]?.path ?? "", "backward", gradient, output);
        });
      },
      after: (_, gradients) => this.#searchWatched(gradients.watched?.(), "backward"),
    };
  }

  #searchWatched(watched: readonly Watched<T>[] | undefined, pass: NonFinitePlace["pass"]): void {
    for (const { layer, blocks } of watched ?? []) {
      for (const { tensor, timeStep } of blocks) {
        if (this.#found === undefined)
          this.#searchBlock(this.model.ops.download(tensor), { layer, pass, ...at(timeStep) });
      }
    }
  }

  /** Forward from the first time step, backward from the last. */
  #searchValue(layer: string, pass: NonFinitePlace["pass"], matrix: T, like: Activations<T>): void {
    if (this.#found !== undefined) return;
    const values = this.model.ops.download(matrix);
    const size = values.length / like.steps;
    for (let position = 0; position < like.steps; position++) {
      const step = pass === "forward" ? position : like.steps - 1 - position;
      const block = values.subarray(step * size, (step + 1) * size);
      this.#searchBlock(block, { layer, pass, ...at(like.timed ? step : undefined) });
    }
  }

  /** Keeps the first that is found. */
  #searchBlock(block: Float32Array, place: Omit<NonFinitePlace, "row" | "value">): void {
    if (this.#found !== undefined) return;
    const index = block.findIndex((value) => !Number.isFinite(value));
    const value = block[index];
    if (value === undefined) return;
    this.#found = { ...place, row: Math.floor((index * this.rows) / block.length), value };
  }
}

function at(timeStep: number | undefined): { timeStep?: number } {
  return timeStep === undefined ? {} : { timeStep };
}
