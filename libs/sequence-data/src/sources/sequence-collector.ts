import type { TokensSpec } from "@lockstep/job";
import type { MemoryDataset } from "../datasets/memory-dataset.js";
import { renumber, RowStore } from "../datasets/row-store.js";
import { TokenNumbers } from "../preprocessing/vocabulary.js";
import type { TargetPer } from "./array-layout.js";
import { InputValues } from "./input-values.js";
import { sequenceLayout } from "./sequence-layout.js";
import type { SourceData, SourceReading } from "./source-reading.js";
import { TargetValues } from "./target-values.js";
import { WeightValues } from "./weight-values.js";

/** One sequence as a file has it, not yet checked. */
export interface SequenceRecord {
  /** Numbers or lists of features, one a time step; or a text, or a list of tokens. */
  readonly x: unknown;
  /** A number, a list of numbers, or a class label; or a list of these, one a time step. */
  readonly y?: unknown;
  /** A number, or a list with one a time step. */
  readonly weight?: unknown;
}

export interface CollectorOptions {
  /** x is text. Absent: it is numbers. */
  readonly tokens?: TokensSpec | undefined;
  /** Default: sequence. */
  readonly targetPer?: TargetPer | undefined;
  readonly hasWeight: boolean;
}

/** Checks sequences of any length one by one, and puts them together to a data set in memory. */
export class SequenceCollector {
  private readonly store: RowStore;
  private readonly inputs: InputValues;
  private readonly target: TargetValues | undefined;
  private readonly weight: WeightValues | undefined;
  private readonly tokens: TokenNumbers | undefined;

  /** @param path how errors speak of the file */
  constructor(
    path: string,
    { tokens, targetPer = "sequence", hasWeight }: CollectorOptions,
    private readonly reading: SourceReading,
  ) {
    const { preprocessing, withTargets } = reading;
    this.store = new RowStore(path);
    this.tokens = tokens && new TokenNumbers(tokens, preprocessing?.vocabulary);
    this.inputs = new InputValues(this.tokens);
    this.target = withTargets ? new TargetValues(targetPer, preprocessing?.classLabels) : undefined;
    this.weight = withTargets && hasWeight ? new WeightValues() : undefined;
  }

  /** @throws DataError that names what does not fit */
  add(record: SequenceRecord, place: string): void {
    const inputs = this.inputs.read(record.x, place);
    const length = this.tokens ? inputs.length : inputs.length / this.inputs.features;
    const target = this.target?.read(record.y, length, place) ?? [];
    const weight = this.weight?.read(record.weight, length, place) ?? [];
    this.store.add(length, inputs, target, weight);
  }

  /** @throws DataError where there are no sequences */
  finish(): SourceData & { readonly dataset: MemoryDataset } {
    const { target, weight } = this;
    const kind = {
      features: this.inputs.features,
      target: target && { values: target.width, timed: target.timed },
      weight: weight && { timed: weight.timed },
    };
    const dataset = this.store.finish((steps) => sequenceLayout(kind, steps, this.reading.padding));
    const tokens = this.tokens?.finish();
    if (tokens?.ids) renumber(dataset, 0, tokens.ids);
    const labels = target?.finish();
    if (labels?.classNumbers) renumber(dataset, 1, labels.classNumbers);
    return {
      dataset,
      ...(tokens && { vocabulary: tokens.vocabulary }),
      ...(labels && { classLabels: labels.labels }),
    };
  }
}
