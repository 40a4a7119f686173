import type { DataSource } from "./data-sources/data-source.js";
import { JobError } from "./job-error.js";
import { parseDataSource } from "./parse-job.js";
import { showValue } from "./show-value.js";

/** Kinds of sources by the ends of their files' names. */
const kinds: readonly (readonly [extension: string, kind: string])[] = [
  [".npz", "npz"],
  [".npy", "npy"],
  [".csv", "csv"],
  [".jsonl", "jsonl"],
  [".ndjson", "jsonl"],
  [".ts", "ts"],
  [".txt", "text"],
  [".parquet", "parquet"],
];

/** Options that are about one file alone: which of its rows, and files that belong to it. */
function isOfOneFile(kind: string, option: string): boolean {
  return option === "rows" || (kind === "npy" && (option === "y" || option === "sampleWeight"));
}

/** The kind of source that a file is, by the end of its name. @throws JobError where no kind has it */
export function dataSourceKindOf(path: string): string {
  const kind = kinds.find(([extension]) => path.toLowerCase().endsWith(extension))?.[1];
  if (kind !== undefined) return kind;
  const extensions = kinds.map(([extension]) => extension).join(", ");
  const message = `expected the path of a file that ends with one of ${extensions}, got ${showValue(path)}`;
  throw new JobError([{ path: "data", message }]);
}

/**
 * A file as a source.
 * @param like a source whose options are taken where it is of the same kind: columns, windows, tokens and so on
 * @throws JobError for a file of no kind that is known, or of one that needs options
 */
export function dataSourceOfFile(path: string, like?: DataSource): DataSource {
  const kind = dataSourceKindOf(path);
  const options = like && kind in like ? Object.entries(like) : [];
  const taken = options.filter(([option]) => !isOfOneFile(kind, option));
  return parseDataSource({ ...Object.fromEntries(taken), [kind]: path });
}
