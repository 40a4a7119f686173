import { rowSize, type RowLayout } from "@lockstep/sequence-data/assembly";
import {
  datasetOf,
  transferablesOf,
  type DatasetDescription,
  type SequenceDataset,
} from "@lockstep/sequence-data";
import type { DataPart } from "@lockstep/training-run";

/** The data sets of a run, as far as it has them. */
export type PartDatasets = Partial<Record<DataPart, SequenceDataset>>;

/** They are plain data. */
export type PartDescriptions = Partial<Record<DataPart, DatasetDescription>>;

/** The parts of a run's data. */
export class DataParts {
  readonly #parts: Readonly<PartDatasets>;

  /** @param timeSteps what all batches are padded to; absent: to the longest sequence of their part */
  constructor(
    private readonly descriptions: PartDescriptions,
    private readonly timeSteps?: number,
  ) {
    const datasets = Object.entries(descriptions).map(([part, description]) => [
      part,
      datasetOf(description),
    ]);
    this.#parts = Object.fromEntries(datasets) as PartDatasets;
  }

  /** Number of sequences of each part. */
  get sequences(): Readonly<Record<DataPart, number>> {
    const count = (part: DataPart): number => this.#parts[part]?.sequences ?? 0;
    return { train: count("train"), validation: count("validation"), test: count("test") };
  }

  /** What the rows of each part are made of. */
  get layouts(): Partial<Record<DataPart, RowLayout>> {
    return Object.fromEntries(Object.entries(this.#parts).map(([part, { layout }]) => [part, layout]));
  }

  /** @throws RangeError where the run does not have it */
  part(part: DataPart): SequenceDataset {
    const dataset = this.#parts[part];
    if (!dataset) throw new RangeError(`the run has no ${part} data`);
    return dataset;
  }

  /** What batches of a part are padded to, where nothing else is said of them. */
  timeStepsOf(part: DataPart): number {
    return this.timeSteps ?? this.part(part).layout.timeSteps;
  }

  /** Time steps of every sequence of each part. */
  get lengths(): Partial<Record<DataPart, Uint32Array>> {
    const lengthsOf = (dataset: SequenceDataset): Uint32Array =>
      Uint32Array.from({ length: dataset.sequences }, (_, index) => dataset.lengthOf(index));
    return Object.fromEntries(
      Object.entries(this.#parts).map(([part, dataset]) => [part, lengthsOf(dataset)]),
    );
  }

  /** Bytes of the longest row of any part. */
  get largestRowBytes(): number {
    const sizes = Object.values(this.#parts).map(({ layout }) => rowSize(layout, layout.timeSteps));
    return 4 * Math.max(0, ...sizes);
  }

  /** The parts whose rows are read from files when they are asked for. */
  get inFiles(): PartDescriptions {
    return Object.fromEntries(
      Object.entries(this.descriptions).filter(([, description]) => isInFiles(description)),
    );
  }

  /** Bytes that they take in memory. */
  get bytes(): number {
    const buffers = transferablesOf(...Object.values(this.descriptions));
    return buffers.reduce((sum, { byteLength }) => sum + byteLength, 0);
  }
}

function isInFiles(description: DatasetDescription): boolean {
  return "of" in description ? isInFiles(description.of) : description.kind === "file";
}
