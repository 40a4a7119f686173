import type { ClassificationResults } from "@lockstep/telemetry/views";
import { counted } from "../../format/counted.js";
import { formatCount, formatPercent } from "../../format/numbers.js";

/** What a confusion matrix adds up to. */
export interface Confusion {
  readonly entries: number;
  readonly correct: number;
  /** Entries that truly are of each class. */
  readonly ofClass: readonly number[];
  /** The pair of different classes that is mixed up most; absent where none is. */
  readonly worst?: { readonly truth: number; readonly taken: number; readonly entries: number };
}

export function confusionOf({ confusion }: ClassificationResults): Confusion {
  const ofClass = confusion.map((row) => row.reduce((sum, entries) => sum + entries, 0));
  const correct = confusion.reduce((sum, row, index) => sum + (row[index] ?? 0), 0);
  let worst: Confusion["worst"];
  confusion.forEach((row, truth) => {
    row.forEach((entries, taken) => {
      if (truth !== taken && entries > (worst?.entries ?? 0)) worst = { truth, taken, entries };
    });
  });
  return {
    entries: ofClass.reduce((sum, entries) => sum + entries, 0),
    correct,
    ofClass,
    ...(worst && { worst }),
  };
}

/** `1,740 of 1,797 are right (97 %). Most often, 8 is taken for 1: 12 times, 7 % of all 8.` */
export function confusionText(results: ClassificationResults): string {
  const { entries, correct, ofClass, worst } = confusionOf(results);
  if (entries === 0) return "Nothing was classified.";
  const right = `${formatCount(correct)} of ${formatCount(entries)} are right (${formatPercent(correct / entries)}).`;
  if (!worst) return right;
  const [truth, taken] = [results.classes[worst.truth], results.classes[worst.taken]];
  const share = formatPercent(worst.entries / (ofClass[worst.truth] as number));
  return `${right} Most often, ${truth} is taken for ${taken}: ${counted(worst.entries, "time")}, ${share} of all ${truth}.`;
}
