import type { InspectedData } from "@lockstep/coordinator";
import type { Job } from "@lockstep/job";
import type { DataSummary, Preprocessing, SequenceDataset } from "@lockstep/sequence-data";

/** What `data --json` prints. */
export interface DataDocument {
  /** Of the job. */
  readonly name: string;
  /** `train`, `validation` and `test`, as far as the job has them. Numbers are those that a training sees. */
  readonly parts: Readonly<Record<string, DataSummary>>;
  /** What was fitted on the training part. */
  readonly vocabulary?: VocabularySummary;
  readonly classLabels?: readonly string[];
  readonly standardisation?: NonNullable<Preprocessing["standardisation"]>;
  /** Why the data do not suit the job's model and loss, where they do not. */
  readonly problem?: string;
}

export interface VocabularySummary {
  readonly by: "word" | "character";
  /** Number of tokens, with those for padding and for unknown ones. */
  readonly size: number;
  /** The commonest, by id from 2 on. */
  readonly commonest: readonly string[];
}

const shownTokens = 20;

/** @param rows sequences of each part that are shown */
export async function dataDocument(
  job: Job,
  { parts, preprocessing, problem }: InspectedData,
  rows: number,
): Promise<DataDocument> {
  const { summariseData } = await import("@lockstep/sequence-data");
  const summary = (dataset: SequenceDataset): DataSummary =>
    named(summariseData(dataset, preprocessing, { rows }), job, preprocessing);
  const { vocabulary, classLabels, standardisation } = preprocessing;
  return {
    name: job.name,
    parts: Object.fromEntries(Object.entries(parts).map(([part, dataset]) => [part, summary(dataset)])),
    ...(vocabulary && { vocabulary: vocabularySummary(vocabulary) }),
    ...(classLabels && { classLabels }),
    ...(standardisation && { standardisation }),
    ...(problem === undefined ? {} : { problem }),
  };
}

/** Of a text, the classes are tokens too. */
function named(summary: DataSummary, { data }: Job, { vocabulary }: Preprocessing): DataSummary {
  if (!("text" in data.train) || !vocabulary || !summary.classes) return summary;
  const label = (id: number): string => JSON.stringify(vocabulary.tokens[id] ?? "");
  const classes = summary.classes.map((one) => ({ ...one, label: label(one.classNumber) }));
  return { ...summary, classes };
}

function vocabularySummary({ by, tokens }: NonNullable<Preprocessing["vocabulary"]>): VocabularySummary {
  return { by, size: tokens.length, commonest: tokens.slice(2, 2 + shownTokens) };
}
