import { firstAtLeast } from "../../charts/index-at.js";
import type { EventOf } from "../../store/live-event.js";

/** Steps that are kept at most; the oldest are forgotten. */
export const maxTailSteps = 4096;

/** A run's newest steps, as they came: what is shown until the coordinator is asked for them again. */
export class LiveTail {
  #steps: number[] = [];
  #times: number[] = [];
  readonly #columns = new Map<string, (number | null)[]>();

  /** Going up. */
  get steps(): readonly number[] {
    return this.#steps;
  }

  get times(): readonly number[] {
    return this.#times;
  }

  get names(): Iterable<string> {
    return this.#columns.keys();
  }

  /** Values of a series, one for each step. */
  column(name: string): readonly (number | null)[] | undefined {
    return this.#columns.get(name);
  }

  /** Index of the first step after that one. */
  firstAfter(step: number): number {
    return firstAtLeast(this.#steps, step + 1);
  }

  /** A step was told; one that is not after the last tells nothing. */
  add(event: EventOf<"step">): void {
    if (event.step <= (this.#steps.at(-1) ?? 0)) return;
    this.#steps.push(event.step);
    this.#times.push(event.time);
    for (const [name, value] of valuesOf(event)) {
      const column = this.#columns.get(name) ?? [];
      this.#columns.set(name, column);
      // Where it had no value before.
      while (column.length < this.#steps.length - 1) column.push(null);
      column.push(value);
    }
    for (const column of this.#columns.values()) if (column.length < this.#steps.length) column.push(null);
    if (this.#steps.length > maxTailSteps) this.forget(this.#steps[maxTailSteps / 4] as number);
  }

  /** Forgets the steps up to that one, itself included. */
  forget(step: number): void {
    const count = this.firstAfter(step);
    if (count === 0) return;
    this.#steps = this.#steps.slice(count);
    this.#times = this.#times.slice(count);
    for (const [name, column] of this.#columns) this.#columns.set(name, column.slice(count));
  }
}

/** By the names of `SeriesPage`. */
function* valuesOf(event: EventOf<"step">): Iterable<readonly [string, number]> {
  yield* Object.entries(event.measures);
  yield ["learningRate", event.learningRate];
  yield ["durationMs", event.durationMs];
  for (const [layer, norm] of Object.entries(event.gradientNorms)) yield [`gradientNorm/${layer}`, norm];
}
