import { invalidData } from "../data-error.js";
import { NumberedTexts } from "./numbered-texts.js";

/** Class labels in the order of their numbers: as numbers where all are, otherwise by code points. */
export function sortLabels(labels: Iterable<string>): string[] {
  const all = [...new Set(labels)];
  return all.every(isNumber) ? all.sort((a, b) => Number(a) - Number(b)) : all.sort(byCodePoints);
}

function isNumber(text: string): boolean {
  return text.trim() !== "" && Number.isFinite(Number(text));
}

function byCodePoints(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** Class numbers of labels that were fitted before, or that are being fitted. */
export class LabelNumbers {
  private readonly fitting = new NumberedTexts("class labels");
  private readonly known: ReadonlyMap<string, number> | undefined;

  /** @param labels those of the training data, by class number; absent: what comes decides */
  constructor(private readonly labels?: readonly string[]) {
    this.known = labels && new Map(labels.map((label, index) => [label, index]));
  }

  /**
   * @returns the class number, or while fitting a number that {@link finish} tells the class number of
   * @throws DataError for a label that the training data do not have
   */
  numberOf(label: string, place: () => string): number {
    if (!this.known) return this.fitting.numberOf(label, place);
    const number = this.known.get(label);
    if (number !== undefined) return number;
    const shown = (this.labels ?? []).slice(0, 20).join(", ");
    throw invalidData(
      place(),
      `expected a class label of the training data (${shown}), got ${JSON.stringify(label)}`,
    );
  }

  /** The labels by class number, and the class numbers of what {@link numberOf} gave, where these are others. */
  finish(): { readonly labels: readonly string[]; readonly classNumbers?: readonly number[] } {
    if (this.labels) return { labels: this.labels };
    const labels = sortLabels(this.fitting.texts);
    const places = new Map(labels.map((label, index) => [label, index]));
    return { labels, classNumbers: this.fitting.texts.map((label) => places.get(label) as number) };
  }
}
