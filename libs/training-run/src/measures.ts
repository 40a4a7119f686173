import type { Objective } from "@lockstep/objective";
import { plainNumber, type PlainReader } from "./plain-reader.js";
import type { PlainData } from "./resume-point.js";

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

  /** @param saved what {@link RoundMeasures.plain} gave, to go on from it */
  constructor(
    private readonly objective: Objective,
    saved?: PlainReader,
  ) {
    this.#sums = new Float64Array(objective.statisticsLength);
    if (!saved) return;
    const { sums, weightedLoss, rows } = saved.fields("sums", "weightedLoss", "rows");
    this.#sums.set(sums.listOf(this.#sums.length).map(({ number }) => number));
    this.#weightedLoss = weightedLoss.number;
    this.#rows = rows.count;
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

  /** The sums so far. */
  get plain(): PlainData {
    return {
      sums: Array.from(this.#sums, plainNumber),
      weightedLoss: plainNumber(this.#weightedLoss),
      rows: this.#rows,
    };
  }
}
