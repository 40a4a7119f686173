import type { DataSummary } from "@lockstep/sequence-data";
import { formatNumber, formatText, formatToken } from "./short-values.js";

type SequenceExample = DataSummary["first"][number];

/** Values and tokens of a sequence that are shown. */
const shownValues = 10;
const shownTokens = 20;

/** A sequence in a few lines: its length and class, its tokens, the first values of its arrays. */
export function formatSequence(index: number, sequence: SequenceExample, indent: string): string[] {
  const { length, label, tokens, arrays } = sequence;
  const heading = `${index}: ${length} time ${length === 1 ? "step" : "steps"}`;
  return [
    `${indent}${heading}${label === undefined ? "" : `, class ${formatText(label)}`}`,
    ...(tokens ? [`${indent}  tokens ${beginning(tokens, shownTokens, formatToken)}`] : []),
    ...Object.entries(arrays).map(
      ([name, values]) => `${indent}  ${name} ${beginning(values, shownValues, formatNumber)}`,
    ),
  ];
}

function beginning<T>(all: readonly T[], most: number, format: (value: T) => string): string {
  const dots = all.length > most ? " ..." : "";
  return all.slice(0, most).map(format).join(" ") + dots;
}
