import type { CsvSource } from "@lockstep/job";
import { invalidData } from "../data-error.js";
import { readCsvRecords } from "./csv-records.js";
import type { CsvRecord } from "./csv-records.js";
import { readSeries } from "./csv-series.js";
import { parseNumber } from "./parse-number.js";
import { SequenceCollector } from "./sequence-collector.js";
import type { SequenceRecord } from "./sequence-collector.js";
import { isWanted } from "./source-reading.js";
import type { SourceData, SourceReading } from "./source-reading.js";
import { TableColumns, timeSteps } from "./table-columns.js";

/** A table: a row is a sequence, or with windows the rows are one time series. */
export async function readCsvSource(source: CsvSource, reading: SourceReading): Promise<SourceData> {
  const path = await reading.resolve(source.csv);
  const table = await openTable(path, source);
  if (source.windows) return readSeries(table, source, source.windows, reading);
  const { tokens, textColumn, sampleWeight } = source;
  // A column of texts is cut into words where the source does not say how.
  const texts = tokens ?? (textColumn === undefined ? undefined : defaultTokens);
  const hasWeight = sampleWeight !== undefined;
  const collector = new SequenceCollector(path, { tokens: texts, hasWeight }, reading);
  const roles = new RowRoles(table, source, reading.withTargets);
  for await (const { cells, line } of table.rows) {
    const place = `${path}: line ${line}`;
    collector.add(roles.read(cells, place), place);
  }
  return collector.finish();
}

const defaultTokens = { by: "word", standardize: "lower_and_strip_punctuation" } as const;

/** A table whose columns' names are known. */
export interface CsvTable {
  readonly path: string;
  readonly columns: TableColumns;
  /** Those that the source asks for, in order. */
  readonly rows: AsyncIterable<CsvRecord>;
}

async function openTable(path: string, source: CsvSource): Promise<CsvTable> {
  const records = readCsvRecords(path, source.delimiter);
  const first = await records.next();
  if (first.done === true) throw invalidData(path, "expected a CSV file, got an empty one");
  const { cells } = first.value;
  const names = source.header ? cells.map((name) => name.trim()) : cells.map((_, index) => `${index}`);
  return {
    path,
    columns: new TableColumns(names, path),
    rows: wantedRows(source.header ? [] : [first.value], records, source),
  };
}

async function* wantedRows(
  first: readonly CsvRecord[],
  rest: AsyncIterable<CsvRecord>,
  { rows }: CsvSource,
): AsyncGenerator<CsvRecord> {
  let row = 0;
  for (const record of first) if (isWanted(row++, rows)) yield record;
  for await (const record of rest) if (isWanted(row++, rows)) yield record;
}

/** Which cells of a row are what. */
class RowRoles {
  private readonly inputs: readonly number[];
  private readonly text: number | undefined;
  private readonly label: number | undefined;
  private readonly targets: readonly number[];
  private readonly weight: number | undefined;

  constructor(
    private readonly table: CsvTable,
    private readonly source: CsvSource,
    withTargets: boolean,
  ) {
    const { columns, path } = table;
    const { label, targets = [], sampleWeight, textColumn } = source;
    if (withTargets && label === undefined && targets.length === 0) {
      throw invalidData(path, "expected targets: name their columns by label or targets");
    }
    const place = (name: string | undefined) => (name === undefined ? undefined : columns.place(name));
    this.text = place(textColumn);
    this.inputs =
      source.columns?.map((name) => columns.place(name)) ??
      columns.others([label, ...targets, sampleWeight, textColumn]);
    this.label = withTargets ? place(label) : undefined;
    this.targets = withTargets ? targets.map((name) => columns.place(name)) : [];
    this.weight = withTargets ? place(sampleWeight) : undefined;
    if (this.inputs.length === 0 && this.text === undefined) {
      throw invalidData(path, "expected at least one input column, got none beside the targets");
    }
  }

  read(cells: readonly string[], place: string): SequenceRecord {
    const { path } = this.table;
    const number = (column: number) => this.number(cells, column, place);
    return {
      x:
        this.text === undefined
          ? timeSteps(this.inputs.map(number), this.source.features, path)
          : cells[this.text],
      y: this.label === undefined ? this.targets.map(number) : this.labelOf(cells, this.label, place),
      weight: this.weight === undefined ? undefined : number(this.weight),
    };
  }

  private number(cells: readonly string[], column: number, place: string): number {
    return parseNumber(cells[column] ?? "", () => this.at(column, place));
  }

  private labelOf(cells: readonly string[], column: number, place: string): string {
    const label = (cells[column] ?? "").trim();
    if (label !== "") return label;
    throw invalidData(this.at(column, place), "expected a class label, got nothing (a missing value)");
  }

  private at(column: number, place: string): string {
    return `${place}: column ${this.table.columns.names[column]}`;
  }
}
