import type { Outcome } from "../measure-in-turns.js";
import { comparison, type Aim, type ComparedValues, type Comparison } from "./comparison.js";

export type Outcomes = ReadonlyMap<string, Outcome>;
export type Measured = Outcome & { readonly kind: "measured" };

/** A contender that was measured. */
export interface MeasuredContender {
  readonly id: string;
  readonly figures: Measured;
}

/** Puts outcomes side by side, each by its contender's id; of several ids the fastest counts. */
export class Comparer {
  constructor(private readonly outcomes: Outcomes) {}

  named(prefix: string): readonly string[] {
    return [...this.outcomes.keys()].filter((id) => id.startsWith(prefix));
  }

  difference(
    id: string,
    label: string,
    minuend: readonly string[],
    subtrahend: readonly string[],
    aim: Aim,
  ): Comparison {
    const values = this.#values([minuend, subtrahend], (a, b) => a - b);
    return comparison({ id, label, unit: "ms" }, values, aim);
  }

  /** How many times as fast `fast` is. */
  ratio(id: string, label: string, slow: readonly string[], fast: readonly string[], aim?: Aim): Comparison {
    return comparison(
      { id, label, unit: "x" },
      this.#values([slow, fast], (a, b) => a / b),
      aim,
    );
  }

  /** What one costs more than another, in percent of a step. */
  share(id: string, label: string, more: string, less: string | undefined, step: string): Comparison {
    const parts = less === undefined ? [[more], [step]] : [[more], [step], [less]];
    const values = this.#values(parts, (a, whole, b = 0) => (100 * (a - b)) / whole);
    return comparison({ id, label, unit: "%" }, values);
  }

  /** How much longer `more` takes, in percent. */
  surplus(id: string, label: string, more: readonly string[], less: readonly string[], aim: Aim): Comparison {
    const values = this.#values([more, less], (a, b) => (100 * (a - b)) / b);
    return comparison({ id, label, unit: "%" }, values, aim);
  }

  /** The fastest of several. */
  best(ids: readonly string[]): MeasuredContender | undefined {
    const measured = ids.flatMap((id) => {
      const figures = this.outcomes.get(id);
      return figures?.kind === "measured" ? [{ id, figures }] : [];
    });
    return measured.sort((a, b) => a.figures.minimum - b.figures.minimum)[0];
  }

  /** Undefined where one of them was not measured. */
  #values(
    of: readonly (readonly string[])[],
    combine: (...figures: [number, number, number?]) => number,
  ): ComparedValues | undefined {
    const best = of.map((ids) => this.best(ids)?.figures);
    if (!best.every((figures) => figures !== undefined)) return undefined;
    const [a, b, c] = best;
    if (!a || !b) return undefined;
    return {
      ofMinima: combine(a.minimum, b.minimum, c?.minimum),
      ofMedians: combine(a.median, b.median, c?.median),
    };
  }
}
