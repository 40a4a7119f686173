import { open, readFile, truncate } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { FileDataset } from "../datasets/file-dataset.js";
import { targetOf } from "../datasets/target-of.js";
import { serialiseNpy } from "../npy/serialise-npy.js";
import type { OpenDataOptions } from "../open-data.js";
import { DataFolder, rowsOf } from "../testing/data-folder.js";

const folder = new DataFolder();
const inFile = { memoryBytes: 0 };

function npy(shape: number[], values: number[]): Uint8Array {
  return serialiseNpy(shape, Float32Array.from(values));
}

const openNpy = async (source: object, options: Partial<OpenDataOptions> = {}) =>
  (await folder.open(source, options)).dataset;

describe("an npy source", () => {
  it.each([{}, inFile])("reads files beside each other: %o", async (options) => {
    await folder.write("x.npy", npy([2, 2, 1], [1, 2, 3, 4]));
    await folder.write("y.npy", npy([2, 2], [5, 6, 7, 8]));
    await folder.write("w.npy", npy([2], [0.5, 1]));
    const dataset = await openNpy({ npy: "x.npy", y: "y.npy", sampleWeight: "w.npy" }, options);
    expect(rowsOf(dataset)).toEqual([
      [1, 2, 5, 6, 0.5],
      [3, 4, 7, 8, 1],
    ]);
    expect(targetOf(dataset, 1)).toEqual(Float32Array.of(7, 8));
  });

  it("reads column-major arrays in memory, whatever their size", async () => {
    const text = "{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3), }\n";
    const start = Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, text.length, 0]);
    await folder.write("f.npy", Buffer.concat([start, Buffer.from(text), Buffer.of(0, 3, 1, 4, 2, 5)]));
    expect(rowsOf(await openNpy({ npy: "f.npy" }, { ...inFile, targets: "absent" }))).toEqual([
      [0, 1, 2],
      [3, 4, 5],
    ]);
  });

  it("reads what is larger than memory may hold, a row at a time", async () => {
    // 2^31 values, 8 GiB: a sparse file, whose rows are zeros but for the last one.
    const [rows, steps, features] = [2 ** 21, 1024, 1];
    await folder.write("huge.npy", npy([1, 1, 1], [0]));
    const header = Buffer.from(await readFile(folder.file("huge.npy"))).subarray(0, -4);
    const text = header.toString("latin1").replace("(1, 1, 1)", `(${rows}, ${steps}, ${features})`);
    const shifted = Buffer.from(`${text.replace(/ *\n$/, "").padEnd(header.length - 1)}\n`, "latin1");
    await folder.write("huge.npy", shifted);
    await truncate(folder.file("huge.npy"), shifted.length + rows * steps * features * 4);
    const handle = await open(folder.file("huge.npy"), "r+");
    await handle.write(Buffer.from(Float32Array.of(7).buffer), 0, 4, shifted.length + (rows * steps - 1) * 4);
    await handle.close();
    const dataset = await openNpy({ npy: "huge.npy" }, { targets: "absent" });
    expect(dataset).toBeInstanceOf(FileDataset);
    expect(dataset.sequences).toBe(rows);
    expect(dataset.row(rows - 1).at(-1)).toBe(7);
    expect(dataset.row(5)).toEqual(new Float32Array(steps));
  });

  it.each<[string, Uint8Array | string, RegExp]>([
    ["an empty file", "", /x\.npy: truncated: expected 10 more bytes, got 0/],
    ["other bytes", "these are no numbers", /x\.npy: expected an array in \.npy format, got other bytes/],
    ["a truncated file", npy([2, 2], [1, 2, 3, 4]).slice(0, -1), /expected 16 bytes .*, got 15/],
    [
      "one that is too long",
      Buffer.concat([npy([1, 2], [1, 2]), Buffer.of(1)]),
      /expected 8 bytes .*, got 9/,
    ],
    ["NaN", npy([1, 2], [1, NaN]), /x\.npy: expected a finite number at \[0, 1\], got NaN/],
    ["one axis", npy([2], [1, 2]), /x\.npy: expected sequences of shape .*got shape \(2,\)/],
  ])("refuses %s", async (_, bytes, message) => {
    await folder.write("x.npy", bytes);
    expect((await folder.refusal({ npy: "x.npy" }, { targets: "absent" })).message).toMatch(message);
  });

  it("needs targets for training", async () => {
    await folder.write("x.npy", npy([1, 2], [1, 2]));
    expect((await folder.refusal({ npy: "x.npy" })).message).toMatch(
      /expected targets: name their file by y/,
    );
  });
});
