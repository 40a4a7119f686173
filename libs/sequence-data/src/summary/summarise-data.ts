import type { Preprocessing } from "../preprocessing/preprocessing.js";
import { targetOf } from "../datasets/target-of.js";
import { arrayPlaces } from "../datasets/row-index.js";
import { arraysOf } from "../row-layout.js";
import type { ArrayLayout } from "../row-layout.js";
import type { SequenceDataset } from "../sequence-dataset.js";
import { ClassCounts } from "./class-counts.js";
import { lengthHistogram } from "./length-histogram.js";
import type { LengthBin } from "./length-histogram.js";
import { ValueStatistics } from "./value-statistics.js";
import type { FeatureStatistics } from "./value-statistics.js";

/** What a data set holds, as plain data. */
export interface DataSummary {
  /** Number of sequences N. */
  readonly sequences: number;
  /** Shapes of one sequence; the first axis of what is timed is the longest sequence's time steps. */
  readonly arrays: readonly ArrayLayout[];
  readonly lengths: {
    readonly shortest: number;
    readonly longest: number;
    readonly mean: number;
    readonly histogram: readonly LengthBin[];
  };
  /** One for each input, feature by feature; without padding. */
  readonly inputs: readonly { readonly name: string; readonly features: readonly FeatureStatistics[] }[];
  /** Where targets are class numbers: how often each comes. */
  readonly classes?: readonly {
    readonly classNumber: number;
    readonly label?: string;
    readonly count: number;
  }[];
  /** Where targets are other numbers. */
  readonly targets?: readonly FeatureStatistics[];
  /** Number of tokens, where texts became token ids. */
  readonly vocabularySize?: number;
  /** Sequences that were gone through for the statistics: all, or the first ones. */
  readonly examined: number;
  /** The first sequences. */
  readonly first: readonly SequenceExample[];
}

/** One sequence. */
export interface SequenceExample {
  readonly length: number;
  /** By array's name; flat, in C order. Long ones are cut. */
  readonly arrays: Readonly<Record<string, readonly number[]>>;
  /** Its tokens, where it is a text. Long ones are cut. */
  readonly tokens?: readonly string[];
  /** Label of its class, where it has one. */
  readonly label?: string;
}

export interface SummaryOptions {
  /** How many of the first sequences are shown. Default: 3. */
  readonly rows?: number | undefined;
  /** Most sequences gone through. Default: 100,000. */
  readonly examine?: number | undefined;
}

/** Most values of an array that an example shows. */
const shownValues = 200;

/** Looks at a data set for people. @throws DataError where a row cannot be used */
export function summariseData(
  dataset: SequenceDataset,
  preprocessing: Preprocessing,
  { rows = 3, examine = 100_000 }: SummaryOptions = {},
): DataSummary {
  const { layout, sequences } = dataset;
  const examined = Math.min(sequences, examine);
  const inputs = layout.inputs.map((array) => new ValueStatistics(array));
  for (let index = 0; index < examined; index++) {
    const row = dataset.row(index);
    arrayPlaces(layout, dataset.lengthOf(index)).forEach(({ begin, end }, array) => {
      inputs[array]?.add(row.subarray(begin, end));
    });
  }
  const { vocabulary } = preprocessing;
  return {
    sequences,
    arrays: arraysOf(layout),
    lengths: lengthHistogram(dataset),
    inputs: inputs.map((statistics) => statistics.finish()),
    ...targetSummary(dataset, preprocessing, examined),
    ...(vocabulary && { vocabularySize: vocabulary.tokens.length }),
    examined,
    first: Array.from({ length: Math.min(rows, sequences) }, (_, index) =>
      example(dataset, index, preprocessing),
    ),
  };
}

function targetSummary(
  dataset: SequenceDataset,
  { classLabels }: Preprocessing,
  examined: number,
): Pick<DataSummary, "classes" | "targets"> {
  const { target } = dataset.layout;
  if (target === undefined) return {};
  const statistics = new ValueStatistics(target);
  const counts = new ClassCounts();
  for (let index = 0; index < examined; index++) {
    const values = targetOf(dataset, index);
    statistics.add(values);
    counts.add(values);
  }
  const counted = counts.finish(classLabels);
  return counted ? { classes: counted } : { targets: statistics.finish().features };
}

function example(
  dataset: SequenceDataset,
  index: number,
  { vocabulary, classLabels }: Preprocessing,
): SequenceExample {
  const { layout } = dataset;
  const length = dataset.lengthOf(index);
  const row = dataset.row(index);
  const places = arrayPlaces(layout, length);
  const arrays = arraysOf(layout).map(({ name }, array) => {
    const { begin = 0, end = 0 } = places[array] ?? {};
    return [name, Array.from(row.subarray(begin, Math.min(end, begin + shownValues)))] as const;
  });
  const [, ids = []] = arrays[0] ?? [];
  const target = targetOf(dataset, index);
  const label = target.length === 1 ? classLabels?.[target[0] as number] : undefined;
  return {
    length,
    arrays: Object.fromEntries(arrays),
    ...(vocabulary && { tokens: ids.map((id) => vocabulary.tokens[id] ?? "") }),
    ...(label !== undefined && { label }),
  };
}
