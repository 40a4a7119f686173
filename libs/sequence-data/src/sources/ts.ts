import type { TsSource } from "@lockstep/job";
import { invalidData } from "../data-error.js";
import { RowStore } from "../datasets/row-store.js";
import { readLines } from "../files/read-lines.js";
import { LabelNumbers, sortLabels } from "../preprocessing/class-labels.js";
import { parseNumber, showText } from "./parse-number.js";
import { sequenceLayout } from "./sequence-layout.js";
import { isWanted } from "./source-reading.js";
import type { SourceData, SourceReading } from "./source-reading.js";
import { TsHeaderReader } from "./ts-header.js";
import type { TsHeader } from "./ts-header.js";

/** A file of the UCR and UEA archive: a line is a sequence, its dimensions between colons, its target at the end. */
export async function readTsSource(source: TsSource, reading: SourceReading): Promise<SourceData> {
  const path = await reading.resolve(source.ts);
  const headerReader = new TsHeaderReader();
  const store = new RowStore(path);
  let body: TsBody | undefined;
  let row = 0;
  for await (const { text, number } of readLines(path)) {
    const line = text.trim();
    if (line === "" || line.startsWith("#")) continue;
    const place = `${path}: line ${number}`;
    if (body !== undefined) {
      if (isWanted(row++, source.rows)) body.add(line, place, store);
    } else if (!line.startsWith("@")) {
      throw invalidData(place, `expected a .ts header (@problemName ... @data), got ${showText(line)}`);
    } else if (headerReader.add(line, place)) {
      body = new TsBody(headerReader.finish(path), path, reading);
    }
  }
  if (body === undefined) throw invalidData(path, "truncated: expected @data, got the end of the file");
  return body.finish(store);
}

/** Lines after the header. */
class TsBody {
  private readonly labels: LabelNumbers | undefined;
  private dimensions: number | undefined;
  private length: number | undefined;

  constructor(
    private readonly header: TsHeader,
    path: string,
    private readonly reading: SourceReading,
  ) {
    const { withTargets, preprocessing } = reading;
    if (withTargets && header.target === "none") {
      throw invalidData(`${path}: header`, "expected @classLabel true or @targetLabel true, got neither");
    }
    this.dimensions = header.dimensions;
    this.length = header.seriesLength;
    const isClass = withTargets && header.target === "class";
    // The header lists all classes, so that parts of the data agree on their numbers.
    this.labels = isClass
      ? new LabelNumbers(preprocessing?.classLabels ?? sortLabels(header.classLabels))
      : undefined;
  }

  add(line: string, place: string, store: RowStore): void {
    const parts = line.split(":");
    const label = this.header.target === "none" ? undefined : (parts.pop() ?? "").trim();
    if (parts.length === 0) {
      throw invalidData(place, `expected dimensions and a target between colons, got ${showText(line)}`);
    }
    this.dimensions ??= parts.length;
    if (parts.length !== this.dimensions) {
      const target = label === undefined ? "" : " and a target at the end";
      throw invalidData(place, `expected ${this.dimensions} dimensions${target}, got ${parts.length}`);
    }
    const inputs = readDimensions(parts, place);
    const length = inputs.length / parts.length;
    this.checkLength(length, place);
    store.add(length, inputs, this.target(label ?? "", place));
  }

  finish(store: RowStore): SourceData {
    const hasTarget = this.reading.withTargets;
    const target = hasTarget ? { values: 1, timed: false } : undefined;
    const dataset = store.finish((timeSteps) =>
      sequenceLayout({ features: this.dimensions ?? 1, target }, timeSteps, this.reading.padding),
    );
    return { dataset, ...(this.labels && { classLabels: this.labels.finish().labels }) };
  }

  private checkLength(length: number, place: string): void {
    if (!this.header.equalLength) return;
    this.length ??= length;
    if (length === this.length) return;
    throw invalidData(place, `expected ${this.length} time steps as @equalLength is true, got ${length}`);
  }

  private target(label: string, place: string): number[] {
    if (!this.reading.withTargets) return [];
    if (!this.labels) return [parseNumber(label, () => `${place}: target`)];
    const { classLabels } = this.header;
    if (!classLabels.includes(label)) {
      const listed = classLabels.slice(0, 20).join(", ");
      throw invalidData(
        `${place}: target`,
        `expected a class label of the header (${listed}), got ${showText(label)}`,
      );
    }
    return [this.labels.numberOf(label, () => `${place}: target`)];
  }
}

/** Values (T, F) of the dimensions' texts. @throws DataError where they are not as long as each other */
function readDimensions(parts: readonly string[], place: string): Float32Array {
  const features = parts.length;
  const texts = parts.map((part) => part.split(","));
  const length = texts[0]?.length ?? 0;
  const values = new Float32Array(length * features);
  texts.forEach((dimension, feature) => {
    if (dimension.length !== length) {
      const expected = `expected ${length} time steps as dimension 1 has`;
      throw invalidData(`${place}: dimension ${feature + 1}`, `${expected}, got ${dimension.length}`);
    }
    dimension.forEach((text, step) => {
      const where = () => `${place}: dimension ${feature + 1}, time step ${step + 1}`;
      values[step * features + feature] = parseNumber(text, where);
    });
  });
  return values;
}
