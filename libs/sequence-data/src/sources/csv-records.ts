import { pipeline } from "node:stream";
import { CsvError, parse } from "csv-parse";
import { invalidData } from "../data-error.js";
import { readText } from "../files/read-text.js";

/** Longest record, in characters. */
const maxRecordLength = 1 << 24;

/** One row of a table. */
export interface CsvRecord {
  readonly cells: readonly string[];
  /** Line at which it ends, from 1. */
  readonly line: number;
}

/**
 * Records of a CSV file (RFC 4180), one after the other; empty lines are passed over.
 * @throws DataError where it is no text, a record has more or fewer cells than the first, or a quote is not closed
 */
export async function* readCsvRecords(path: string, delimiter: string): AsyncGenerator<CsvRecord> {
  const parser = parse({
    delimiter,
    info: true,
    skip_empty_lines: true,
    max_record_size: maxRecordLength,
  });
  // What fails in the reading destroys the parser, and so comes out of the loop below.
  pipeline(readText(path), parser, () => undefined);
  try {
    for await (const { record, info } of parser as AsyncIterable<ParsedRecord>) {
      yield { cells: record, line: info.lines };
    }
  } catch (error) {
    if (error instanceof CsvError) throw invalidData(path, csvMessage(error), error);
    throw error;
  } finally {
    parser.destroy();
  }
}

interface ParsedRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

function csvMessage(error: CsvError): string {
  const { lines, records } = error as CsvError & { readonly lines?: number; readonly records?: number };
  const place = lines === undefined ? `record ${records ?? "?"}` : `line ${lines}`;
  switch (error.code) {
    case "CSV_RECORD_INCONSISTENT_FIELDS_LENGTH":
      return `${place}: expected as many cells as the first row has: ${error.message}`;
    case "CSV_MAX_RECORD_SIZE":
      return `${place}: expected a row of at most ${maxRecordLength} characters, got more`;
    default:
      return `${place}: damaged CSV: ${error.message}`;
  }
}
