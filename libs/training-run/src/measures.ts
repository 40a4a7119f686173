import type { Objective } from "@lockstep/objective";

/**
 * Loss and metrics over several rounds, as Keras reports them for an epoch: each round's loss weighs as its number of
 * sequences, metrics are one quotient of sums.
 */
export class RoundMeasures {
  readonly #sums: Float64Array;
  #weightedLoss = 0;
  #rows = 0;

  constructor(private readonly objective: Objective) {
    this.#sums = new Float64Array(objective.statisticsLength);
  }

  /** @param statistics a round's sums, in the objective's layout */
  add(statistics: Float64Array, rows: number): void {
    for (let index = 0; index < this.#sums.length; index++) {
      this.#sums[index] = (this.#sums[index] as number) + (statistics[index] as number);
    }
    this.#weightedLoss += (this.objective.summarise(statistics).loss ?? NaN) * rows;
    this.#rows += rows;
  }

  get values(): Readonly<Record<string, number>> {
    return { ...this.objective.summarise(this.#sums), loss: this.#weightedLoss / this.#rows };
  }
}
