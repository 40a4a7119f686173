import type { Objective } from "@lockstep/objective";

/** Loss and metrics of one round's sums, with what regularisers add to the loss. */
export function measuresOf(
  objective: Objective,
  statistics: Float64Array,
  penalty: number,
): Readonly<Record<string, number>> {
  const measures = objective.summarise(statistics);
  return { ...measures, loss: (measures.loss ?? NaN) + penalty };
}

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

  /**
   * @param statistics a round's sums, in the objective's layout
   * @param penalty what regularisers add to the round's loss
   */
  add(statistics: Float64Array, rows: number, penalty: number): void {
    for (let index = 0; index < this.#sums.length; index++) {
      this.#sums[index] = (this.#sums[index] as number) + (statistics[index] as number);
    }
    this.#weightedLoss += (measuresOf(this.objective, statistics, penalty).loss ?? NaN) * rows;
    this.#rows += rows;
  }

  get values(): Readonly<Record<string, number>> {
    return { ...this.objective.summarise(this.#sums), loss: this.#weightedLoss / this.#rows };
  }
}
