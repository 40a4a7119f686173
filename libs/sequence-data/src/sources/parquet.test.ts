import { readFile } from "node:fs/promises";
import { parquetWriteBuffer } from "hyparquet-writer";
// What reads in a process of its own is tested as it is built.
import { DataError, openData } from "@lockstep/sequence-data";
import { parseDataSource } from "@lockstep/job";
import { describe, expect, it } from "vitest";
import { DataFolder, lengthsOf, rowsOf } from "../testing/data-folder.js";

const folder = new DataFolder();

type Columns = Parameters<typeof parquetWriteBuffer>[0]["columnData"];

async function write(columnData: Columns, more: object = {}): Promise<void> {
  await folder.write("data.parquet", new Uint8Array(parquetWriteBuffer({ columnData, ...more })));
}

const open = (source: object = {}, options: object = {}) =>
  openData(parseDataSource({ parquet: "data.parquet", ...source }), {
    baseDir: folder.path,
    seed: 0,
    ...options,
  });

async function refusal(source: object = {}): Promise<string> {
  const error: unknown = await open(source).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof DataError) return error.message;
  throw new Error("expected a DataError", { cause: error });
}

const lists = [
  { name: "x", data: [[1, 2.5], [3]] },
  { name: "kind", data: ["b", "a"], type: "STRING" as const },
  { name: "w", data: [0.5, 2], type: "DOUBLE" as const },
];

describe("a parquet source", () => {
  it("reads lists as ragged sequences, with labels and sample weights", async () => {
    await write(lists);
    const { dataset, preprocessing } = await open({ label: "kind", sampleWeight: "w" });
    expect(preprocessing).toEqual({ classLabels: ["a", "b"] });
    expect(lengthsOf(dataset)).toEqual([2, 1]);
    expect(rowsOf(dataset)).toEqual([
      [1, 2.5, 1, 0.5],
      [3, 0, 2],
    ]);
    const bare = await open({}, { targets: "absent" });
    expect(rowsOf(bare.dataset)).toEqual([[1, 2.5], [3]]);
  });

  it("reads columns as time steps, 64-bit integers among them, row group by row group", async () => {
    const column = (factor: number) => Array.from({ length: 10 }, (_, row) => BigInt(row * factor));
    await write(
      [
        { name: "a", data: column(1), type: "INT64" },
        { name: "b", data: column(10), type: "INT64" },
        { name: "y", data: column(100), type: "INT64" },
      ],
      { rowGroupSize: 3 },
    );
    const { dataset } = await open({ x: ["b", "a"], targets: ["y"], rows: { from: 2, to: 7 } });
    expect(rowsOf(dataset)).toEqual([2, 3, 4, 5, 6].map((row) => [row * 10, row, row * 100]));
    const pairs = await open({ x: ["a", "b"], features: 2, targets: ["y", "a"] });
    expect(pairs.dataset.layout).toMatchObject({ inputs: [{ shape: [1, 2] }], target: { shape: [2] } });
  });

  it("reads lists beside each other as features, and texts as tokens", async () => {
    await write([
      { name: "p", data: [[1, 2], [3]] },
      { name: "q", data: [[4, 5], [6]] },
      { name: "text", data: ["good good", "bad"], type: "STRING" },
      { name: "y", data: [1, 0], type: "INT32" },
    ]);
    const { dataset } = await open({ x: ["p", "q"], targets: ["y"] });
    expect(rowsOf(dataset)).toEqual([
      [1, 4, 2, 5, 1],
      [3, 6, 0],
    ]);
    const words = await open({ x: "text", tokens: {}, targets: ["y"] });
    expect(rowsOf(words.dataset)).toEqual([
      [2, 2, 1],
      [3, 0],
    ]);
    expect(words.preprocessing.vocabulary?.tokens).toEqual(["", "[UNK]", "good", "bad"]);
  });

  it.each<[string, object, RegExp]>([
    ["no targets", {}, /data\.parquet: expected targets: name their columns by label or targets/],
    ["a missing column", { label: "kinds" }, /no column kinds; there: x, kind, w; did you mean "kind"\?/],
    [
      "texts as numbers",
      { x: "kind", targets: ["w"] },
      /row 0: x: expected a list of time steps, got "b" \(a text/,
    ],
    ["texts as targets", { targets: ["w", "kind"] }, /row 0: y\[1\]: expected a finite number, got "b"/],
    [
      "numbers as texts",
      { tokens: {}, label: "kind" },
      /row 0: x: expected a text or a list of tokens, got a list/,
    ],
    [
      "lists beside numbers",
      { x: ["x", "w"], label: "kind" },
      /lists of 2 time steps in all input columns, got 0\.5/,
    ],
  ])("refuses %s", async (_, source, message) => {
    await write(lists);
    expect(await refusal(source)).toMatch(message);
  });

  it("refuses NaN and missing values", async () => {
    await write([
      { name: "a", data: [1, NaN], type: "DOUBLE" },
      { name: "b", data: [1, null], type: "DOUBLE", nullable: true },
      { name: "y", data: [0, 1], type: "INT32" },
    ]);
    expect(await refusal({ x: ["a"], targets: ["y"] })).toMatch(
      /row 1: x\[0\]: expected a finite number, got NaN/,
    );
    expect(await refusal({ x: ["b"], targets: ["y"] })).toMatch(
      /row 1: x\[0\]: .*got nothing \(a missing value\)/,
    );
  });

  it("refuses files that are none, truncated or empty", async () => {
    await folder.write("data.parquet", "");
    expect(await refusal({ label: "kind" })).toMatch(
      /data\.parquet: expected a Parquet file, got one that is none/,
    );
    await folder.write("data.parquet", "no parquet file, but long enough to be one");
    expect(await refusal({ label: "kind" })).toMatch(/expected a (Parquet file|footer)/);
    await write(lists);
    const whole = await readFile(folder.file("data.parquet"));
    for (const length of [8, 30, whole.length - 1]) {
      await folder.write("data.parquet", whole.subarray(0, length));
      expect(await refusal({ label: "kind" })).toMatch(/expected a (Parquet file|footer)/);
    }
    await write([
      { name: "x", data: [], type: "DOUBLE" },
      { name: "y", data: [], type: "DOUBLE" },
    ]);
    expect(await refusal({ targets: ["y"] })).toMatch(/expected at least one sequence, got none/);
  });

  it("survives a run that claims more values than memory holds", async () => {
    const nothing = new Array<null>(2 ** 21).fill(null);
    const column = { name: "x", data: nothing, type: "DOUBLE" as const, nullable: true };
    await write([column], { codec: "UNCOMPRESSED", rowGroupSize: nothing.length });
    const bytes = await readFile(folder.file("data.parquet"));
    // The run of definition levels: 2^21, doubled, as a variable-length integer.
    const run = bytes.indexOf(Buffer.of(0, 0, 0x80, 0x80, 0x80, 0x02, 0)) + 2;
    expect(run).toBeGreaterThan(2);
    bytes.set([0xfe, 0xff, 0xff, 0x7f], run);
    await folder.write("data.parquet", bytes);
    expect(await refusal({ x: ["x"], label: "x" })).toMatch(
      /expected a Parquet file whose row groups fit into memory, got one that is damaged or too large: its reader/,
    );
  });

  it("refuses row groups of more rows than it lets in", async () => {
    const nothing = new Array<null>(2 ** 22 + 1).fill(null);
    const column = { name: "x", data: nothing, type: "DOUBLE" as const, nullable: true };
    await write([column], { rowGroupSize: nothing.length });
    expect(await refusal({ x: ["x"], label: "x" })).toMatch(
      /row group 0: expected at most 4194304 rows, got 4194305: write the file with smaller row groups/,
    );
  });

  it("survives damaged bytes: an error, or other values", async () => {
    await write([...lists, { name: "y", data: [1, 0], type: "INT32" }], { codec: "UNCOMPRESSED" });
    const whole = await readFile(folder.file("data.parquet"));
    for (let at = 4; at < whole.length; at += 97) {
      const damaged = Buffer.from(whole);
      damaged[at] = 0xff;
      await folder.write("data.parquet", damaged);
      const outcome = await open({ targets: ["y"] }).catch((error: unknown) => error);
      expect(outcome instanceof DataError || (outcome as { dataset?: unknown }).dataset !== undefined).toBe(
        true,
      );
    }
  });
});
