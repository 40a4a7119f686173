import { parquetMetadataAsync, parquetReadObjects } from "hyparquet";
import type { AsyncBuffer, FileMetaData, RowGroup } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import type { Compressors } from "hyparquet-compressors";
import { DataError, invalidData } from "../data-error.js";
import { readBytesAt, stampFile } from "../files/open-files.js";
import { SequenceCollector } from "../sources/sequence-collector.js";
import { isWanted } from "../sources/source-reading.js";
import type { SourceData } from "../sources/source-reading.js";
import type { MemoryDataset } from "../datasets/memory-dataset.js";
import { TableColumns } from "../sources/table-columns.js";
import type { ParquetTask } from "./parquet-messages.js";
import { parquetRoles } from "./parquet-roles.js";

/** Most bytes of a row group's wanted columns, uncompressed: so much is decoded at once. */
const maxGroupBytes = 2 ** 28;

/** Most rows and values of a row group: each is a JavaScript value while it is decoded. */
const maxGroupRows = 2 ** 22;
const maxGroupValues = 2 ** 25;

/** Longest footer: it tells of columns and row groups, and holds no data. */
const maxFooterBytes = 2 ** 26;

/** Reads a Parquet file row group by row group. @throws DataError */
export async function collectParquet({
  source,
  path,
  reading,
}: ParquetTask): Promise<SourceData & { readonly dataset: MemoryDataset }> {
  const file = openBuffer(path);
  const metadata = await decoded(path, () => readMetadata(file, path));
  const columns = new TableColumns(topLevelColumns(metadata), path);
  const roles = parquetRoles(source, columns, reading.withTargets);
  const { tokens, targetPer, sampleWeight, rows } = source;
  const options = { tokens, targetPer, hasWeight: sampleWeight !== undefined };
  const collector = new SequenceCollector(path, options, {
    ...reading,
    resolve: (asked) => Promise.resolve(asked),
  });
  let row = 0;
  for (const [index, group] of metadata.row_groups.entries()) {
    const end = row + Number(group.num_rows);
    const isUsed = end > (rows?.from ?? 0) && row < (rows?.to ?? Infinity);
    if (isUsed) {
      const place = `${path}: row group ${index}`;
      checkGroup(group, roles.columns, place);
      const objects = await decoded(place, () =>
        parquetReadObjects({
          file,
          metadata,
          columns: [...roles.columns],
          rowStart: row,
          rowEnd: end,
          compressors: boundedCompressors,
        }),
      );
      objects.forEach((object, at) => {
        if (!isWanted(row + at, rows)) return;
        const where = `${path}: row ${row + at}`;
        collector.add(roles.record(new Map(Object.entries(object)), where), where);
      });
    }
    row = end;
  }
  return collector.finish();
}

function openBuffer(path: string): AsyncBuffer {
  const stamp = stampFile(path);
  return {
    byteLength: stamp.size,
    slice: (start, end = stamp.size) => {
      const first = start < 0 ? stamp.size + start : start;
      const size = Math.min(end, stamp.size) - first;
      if (!(first >= 0 && size >= 0)) throw new RangeError(`no bytes ${start} to ${end} in the file`);
      const bytes = new Uint8Array(size);
      readBytesAt(stamp, first, bytes);
      return bytes.buffer;
    },
  };
}

async function readMetadata(file: AsyncBuffer, path: string): Promise<FileMetaData> {
  if (file.byteLength < 12) throw new RangeError(`a file of ${file.byteLength} bytes`);
  const end = new DataView(await file.slice(file.byteLength - 8));
  const footer = end.getUint32(0, true);
  if (footer > maxFooterBytes) {
    throw invalidData(path, `expected a footer of at most ${maxFooterBytes} bytes, got ${footer}`);
  }
  return parquetMetadataAsync(file, { geoparquet: false });
}

function topLevelColumns({ schema }: FileMetaData): string[] {
  const names: string[] = [];
  const root = schema[0]?.num_children ?? 0;
  for (let at = 1; names.length < root && at < schema.length; at = skipColumn(schema, at)) {
    names.push(schema[at]?.name ?? "");
  }
  return names;
}

/** Place of the element after a column and all that is nested in it. */
function skipColumn(schema: FileMetaData["schema"], at: number): number {
  let open = 1;
  let next = at;
  while (open > 0 && next < schema.length) open += (schema[next++]?.num_children ?? 0) - 1;
  return next;
}

/** Refuses what cannot be decoded at once, by what the footer says. */
function checkGroup(group: RowGroup, columns: readonly string[], place: string): void {
  const wanted = group.columns.flatMap(({ meta_data: data }) =>
    data !== undefined && columns.includes(data.path_in_schema[0] ?? "") ? [data] : [],
  );
  const bytes = wanted.reduce((sum, data) => sum + Number(data.total_uncompressed_size), 0);
  const values = wanted.reduce((sum, data) => sum + Number(data.num_values), 0);
  const limits = [
    ["rows", Number(group.num_rows), maxGroupRows],
    ["values", values, maxGroupValues],
    ["bytes", bytes, maxGroupBytes],
  ] as const;
  for (const [what, got, most] of limits) {
    if (got >= 0 && got <= most) continue;
    throw invalidData(
      place,
      `expected at most ${most} ${what}, got ${got}: write the file with smaller row groups`,
    );
  }
}

/** Decompressors that do not take more memory than a row group may have, whatever a page's header says. */
const boundedCompressors: Compressors = Object.fromEntries(
  Object.entries(compressors).map(([codec, decompress]) => [
    codec,
    (input: Uint8Array, outputLength: number) => {
      if (outputLength >= 0 && outputLength <= maxGroupBytes) return decompress(input, outputLength);
      throw new RangeError(`a page of ${outputLength} bytes, more than ${maxGroupBytes}`);
    },
  ]),
);

/** What the decoder throws becomes a DataError. */
async function decoded<Read>(place: string, read: () => Promise<Read>): Promise<Read> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof DataError) throw error;
    throw invalidData(
      place,
      `expected a Parquet file, got one that is none or is damaged: ${String(error)}`,
      error,
    );
  }
}
