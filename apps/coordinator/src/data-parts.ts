import { gather, type SequenceDataset } from "@lockstep/sequence-data";
import type { DataPart } from "@lockstep/training-run";

/** Sequences [first, first + count) of a data set. */
export interface DataSlice {
  readonly dataset: SequenceDataset;
  readonly first: number;
  readonly count: number;
}

/** The parts of a run's data. */
export class DataParts {
  constructor(private readonly parts: Readonly<Partial<Record<DataPart, DataSlice>>>) {}

  /** Number of sequences of each part. */
  get sequences(): Readonly<Record<DataPart, number>> {
    const count = (part: DataPart): number => this.parts[part]?.count ?? 0;
    return { train: count("train"), validation: count("validation"), test: count("test") };
  }

  /** Rows of a part, one after the other. @throws RangeError where the part does not exist */
  gather(part: DataPart, sequences: Uint32Array): { x: Float32Array; y: Float32Array } {
    const slice = this.parts[part];
    if (!slice) throw new RangeError(`the run has no ${part} data`);
    return gather(slice.dataset, slice.first === 0 ? sequences : sequences.map((index) => index + slice.first));
  }
}

export function whole(dataset: SequenceDataset): DataSlice {
  return { dataset, first: 0, count: dataset.sequences };
}
