import type { PreparedModel } from "@lockstep/backend";
import { rowsOf, sequencesOf, type ComputeRange, type DataPart } from "@lockstep/training-run";
import { computeRange } from "@lockstep/worker";
import type { GoldenParts } from "./golden-data.js";

/** Computes ranges as a worker's slot does, with the data at hand. */
export class DatasetComputation {
  /** Of each part, states of every batch's rows, by epoch and batch. */
  readonly #states = new Map<
    DataPart,
    { epoch: number; batch: number; first: number; states: Float32Array }[]
  >();
  #parameters: Float32Array | undefined;

  constructor(
    private readonly model: PreparedModel,
    private readonly parts: GoldenParts,
    private readonly seed: number,
  ) {}

  readonly compute: ComputeRange = ({ round, node, states }, parameters) => {
    if (this.#parameters !== parameters) this.model.setParameters(parameters);
    this.#parameters = parameters;
    const dataset = this.parts[round.part];
    if (!dataset) throw new Error(`no data of part ${round.part}`);
    const sequences = sequencesOf(round, node.first, node.count);
    const { layout } = dataset;
    const result = computeRange(
      { model: this.model, layout, seed: this.seed },
      {
        purpose: round.purpose,
        step: round.parametersVersion,
        rows: rowsOf(round, node.first, node.count),
        part: round.part,
        sequences,
        data: Array.from(sequences, (index) => ({
          length: dataset.lengthOf(index),
          values: dataset.row(index),
        })),
        timeSteps: round.timeSteps ?? layout.timeSteps,
        states: states ?? new Float32Array(),
      },
    );
    const { part, epoch, batch } = round;
    const computed = this.#states.get(part) ?? [];
    this.#states.set(part, [...computed, { epoch, batch, first: node.first, states: result.states }]);
    return result;
  };

  /** States after the last batch of each epoch, row by row. */
  lastStates(part: DataPart): Float32Array[] {
    const computed = this.#states.get(part) ?? [];
    const epochs = [...new Set(computed.map(({ epoch }) => epoch))].sort((a, b) => a - b);
    return epochs.map((epoch) => {
      const ofEpoch = computed.filter((range) => range.epoch === epoch);
      const last = Math.max(...ofEpoch.map(({ batch }) => batch));
      const ranges = ofEpoch.filter(({ batch }) => batch === last).sort((a, b) => a.first - b.first);
      return Float32Array.from(ranges.flatMap(({ states }) => [...states]));
    });
  }
}
