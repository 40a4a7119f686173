import type { ParquetSource } from "@lockstep/job";
import { invalidData } from "../data-error.js";
import { showUnknown } from "../sources/parse-number.js";
import type { SequenceRecord } from "../sources/sequence-collector.js";
import { timeSteps } from "../sources/table-columns.js";
import type { TableColumns } from "../sources/table-columns.js";

type Row = ReadonlyMap<string, unknown>;

/** Which columns of a row are what. */
export interface ParquetRoles {
  /** Those that have to be read. */
  readonly columns: readonly string[];
  record(row: Row, place: string): SequenceRecord;
}

/** @throws DataError where a column is missing, or none has the targets */
export function parquetRoles(
  { x, features, label, targets = [], sampleWeight }: ParquetSource,
  table: TableColumns,
  withTargets: boolean,
): ParquetRoles {
  if (withTargets && label === undefined && targets.length === 0) {
    throw invalidData(table.path, "expected targets: name their columns by label or targets");
  }
  const besides = withTargets ? [label, ...targets, sampleWeight] : [];
  const columns = [...new Set([...x, ...besides.filter((name) => name !== undefined)])];
  for (const column of columns) table.place(column);
  const target = (row: Row, place: string): unknown => {
    if (label !== undefined) return labelOf(row.get(label), `${place}: column ${label}`);
    const values = targets.map((name) => plain(row.get(name)));
    return values.length === 1 ? values[0] : values;
  };
  return {
    columns,
    record: (row, place) => ({
      x: inputsOf(
        x.map((name) => plain(row.get(name))),
        features,
        place,
      ),
      y: withTargets ? target(row, place) : undefined,
      weight: withTargets && sampleWeight !== undefined ? plain(row.get(sampleWeight)) : undefined,
    }),
  };
}

/** One column as it is; lists of several are features beside each other; numbers of several are time steps. */
function inputsOf(values: readonly unknown[], features: number, place: string): unknown {
  const [first] = values;
  if (values.length === 1 && (Array.isArray(first) || typeof first === "string")) return first;
  if (!Array.isArray(first)) return timeSteps(values as readonly number[], features, place);
  const lists = values.map((value) => {
    if (Array.isArray(value) && value.length === first.length) return value as readonly unknown[];
    const expected = `expected lists of ${first.length} time steps in all input columns`;
    throw invalidData(`${place}: x`, `${expected}, got ${showUnknown(value)}`);
  });
  return first.map((_, step) => lists.map((list) => list[step]));
}

/** Labels, of a sequence or one a time step, as texts. */
function labelOf(value: unknown, place: string): unknown {
  if (Array.isArray(value)) return value.map((one, step) => labelOf(one, `${place}[${step}]`));
  if (typeof value === "string" || typeof value === "number") return `${value}`;
  if (typeof value === "bigint" || typeof value === "boolean") return `${value}`;
  throw invalidData(place, `expected a class label, got ${showUnknown(value)}`);
}

/** 64-bit integers as numbers, vectors as lists. */
function plain(value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  if (Array.isArray(value)) return value.map(plain);
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return Array.from(value as Float32Array);
  return value;
}
