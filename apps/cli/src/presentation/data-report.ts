import type { DataSummary } from "@lockstep/sequence-data";
import type { DataDocument } from "./data-document.js";
import { formatSequence } from "./sequence-text.js";
import { formatNumber, formatText, formatToken } from "./short-values.js";
import { shortened, textBars, textTable } from "./text-table.js";

type Features = NonNullable<DataSummary["targets"]>;

/** Features and classes beyond these are told by their number. */
const shownFeatures = 12;
const shownClasses = 20;

/** What was read, for people. */
export function formatData(document: DataDocument): string {
  const { parts } = document;
  const lines = [
    ...Object.entries(parts).flatMap(([part, summary]) => [
      ...partLines(part, summary, document.vocabulary === undefined),
      "",
    ]),
    ...fittedLines(document),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

/** @param numeric whether the inputs are numbers, not ids of tokens */
function partLines(part: string, summary: DataSummary, numeric: boolean): string[] {
  const { sequences, examined } = summary;
  const partly = examined < sequences ? `, statistics of the first ${examined}` : "";
  return [
    `${part}: ${sequences} ${sequences === 1 ? "sequence" : "sequences"}${partly}`,
    ...arrayLines(summary),
    ...lengthLines(summary),
    ...classLines(summary),
    ...(numeric ? summary.inputs : []).flatMap(({ name, features }) => featureLines(name, features)),
    ...(summary.targets ? featureLines("y", summary.targets) : []),
    ...(summary.first.length > 0 ? ["  first sequences"] : []),
    ...summary.first.flatMap((sequence, index) => formatSequence(index, sequence, "    ")),
  ];
}

function arrayLines({ arrays }: DataSummary): string[] {
  const width = Math.max(...arrays.map(({ name }) => name.length));
  const lines = arrays.map(({ name, shape, timed }) => {
    const time = timed ? ", the first axis is time" : "";
    return `    ${name.padEnd(width)}  (${shape.join(", ")})${time}`;
  });
  return ["  shapes of one sequence", ...lines];
}

function lengthLines({ lengths }: DataSummary): string[] {
  const { shortest, longest, mean, histogram } = lengths;
  if (shortest === longest) return [`  lengths: ${longest} time ${longest === 1 ? "step" : "steps"} each`];
  const bars = histogram.map(({ from, to, count }) => ({
    name: from === to ? `${from}` : `${from}-${to}`,
    count,
  }));
  return [
    `  lengths: ${shortest} to ${longest} time steps, mean ${formatNumber(mean)}`,
    ...textBars(bars, "    "),
  ];
}

function classLines({ classes }: DataSummary): string[] {
  if (!classes) return [];
  const { shown, more } = shortened(classes, shownClasses, "classes");
  const bars = shown.map(({ classNumber, label, count }) => ({
    name: label === undefined ? `${classNumber}` : `${classNumber} ${formatText(label)}`,
    count,
  }));
  return ["  classes", ...textBars(bars, "    "), ...more.map((line) => `    ${line}`)];
}

function featureLines(name: string, features: Features): string[] {
  const { shown, more } = shortened(features, shownFeatures, "features");
  const rows = shown.map(({ min, mean, max }, feature) => [
    `${feature}`,
    ...[min, mean, max].map(formatNumber),
  ]);
  return [
    `  features of ${name}`,
    ...textTable([["", "min", "mean", "max"], ...rows], "    "),
    ...more.map((line) => `    ${line}`),
  ];
}

function fittedLines({ vocabulary, standardisation = [] }: DataDocument): string[] {
  const scaled = standardisation.map(
    ({ array, mean, std }) =>
      `${array} was standardised: ${listed("mean", mean)}, ${listed("deviation", std)}, of the training part`,
  );
  if (!vocabulary) return scaled;
  const { by, size, commonest } = vocabulary;
  const tokens = commonest.map(formatToken).join(" ");
  return [`vocabulary: ${size} tokens (${by}s), the commonest ${tokens}`, ...scaled];
}

function listed(what: string, values: readonly number[]): string {
  const { shown, more } = shortened(values, 4, "");
  return [what, shown.map(formatNumber).join(" "), ...more].join(" ").trimEnd();
}
