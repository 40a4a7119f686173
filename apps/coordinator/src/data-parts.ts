import { gather, type GatheredRows, type SequenceDataset } from "@lockstep/sequence-data";
import type { DataPart } from "@lockstep/training-run";

/** The data sets of a run, as far as it has them. */
export type PartDatasets = Partial<Record<DataPart, SequenceDataset>>;

/** The parts of a run's data. */
export class DataParts {
  constructor(private readonly parts: Readonly<PartDatasets>) {}

  /** Number of sequences of each part. */
  get sequences(): Readonly<Record<DataPart, number>> {
    const count = (part: DataPart): number => this.parts[part]?.sequences ?? 0;
    return { train: count("train"), validation: count("validation"), test: count("test") };
  }

  /** Rows of a part, one after the other. @throws RangeError where the part does not exist */
  gather(part: DataPart, sequences: Uint32Array): GatheredRows {
    const dataset = this.parts[part];
    if (!dataset) throw new RangeError(`the run has no ${part} data`);
    return gather(dataset, sequences);
  }
}
