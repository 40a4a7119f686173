import { mkdir, readFile, utimes, writeFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { datasetOf, describeDataset } from "../datasets/dataset-description.js";
import { FileDataset } from "../datasets/file-dataset.js";
import { MemoryDataset } from "../datasets/memory-dataset.js";
import { targetOf } from "../datasets/target-of.js";
import { serialiseNpy } from "../npy/serialise-npy.js";
import type { OpenDataOptions } from "../open-data.js";
import { DataFolder, refusalOf, rowsOf } from "../testing/data-folder.js";

const folder = new DataFolder();

const counting = (shape: number[]) =>
  serialiseNpy(
    shape,
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i),
  );
const x = counting([2, 3, 2]);
const y = counting([2]);

const open = async (npz: string, source: object = {}, options: Partial<OpenDataOptions> = {}) =>
  (await folder.open({ npz, ...source }, options)).dataset;
const refusal = (npz: string, source: object = {}, options: Partial<OpenDataOptions> = {}) =>
  folder.refusal({ npz, ...source }, options);

/** Nothing may stay in memory. */
const inFile = { memoryBytes: 0 };

describe("an npz source", () => {
  it.each([
    ["stored, in memory", false, {}],
    ["compressed", true, {}],
    ["stored, row by row", false, inFile],
    ["compressed, however large", true, inFile],
  ])("reads sequences and targets: %s", async (_, compress, options) => {
    await folder.writeNpz("good.npz", { x, y }, compress);
    const dataset = await open("good.npz", {}, options);
    expect(dataset.layout).toEqual({
      inputs: [{ name: "x", shape: [3, 2], timed: true }],
      target: { name: "y", shape: [1], timed: false },
      timeSteps: 3,
      padding: { side: "post", value: 0 },
    });
    expect(rowsOf(dataset)).toEqual([
      [0, 1, 2, 3, 4, 5, 0],
      [6, 7, 8, 9, 10, 11, 1],
    ]);
    expect(targetOf(dataset, 1)).toEqual(Float32Array.of(1));
    expect(dataset.lengthOf(1)).toBe(3);
    expect(dataset).toBeInstanceOf(options === inFile && !compress ? FileDataset : MemoryDataset);
  });

  it("reads (N, T) as one feature, and targets (N, K), (N, T, K) and per time step (N, T)", async () => {
    const arrays = { flat: counting([2, 3]), k: counting([2, 4]), tk: counting([2, 3, 1]) };
    await folder.writeNpz("shapes.npz", arrays);
    const shapes = async (source: object) => {
      const { inputs, target } = (await open("shapes.npz", { x: "flat", ...source })).layout;
      return [inputs[0]?.shape, target?.shape, target?.timed];
    };
    expect(await shapes({ y: "k" })).toEqual([[3, 1], [4], false]);
    expect(await shapes({ y: "tk" })).toEqual([[3, 1], [3, 1], true]);
    expect(await shapes({ y: "flat" })).toEqual([[3, 1], [3], false]);
    expect(await shapes({ y: "flat", targetPer: "timeStep" })).toEqual([[3, 1], [3], true]);
    expect((await refusal("shapes.npz", { x: "flat", y: "k", targetPer: "timeStep" })).message).toMatch(
      /array k: expected targets of shape \(N, 3\) or \(N, 3, K\), one for a time step, got shape \(2, 4\)/,
    );
  });

  it.each([{}, inFile])("reads sample weights and several inputs: %o", async (options) => {
    const arrays = {
      y,
      words: x,
      speaker: counting([2, 4]),
      weight: serialiseNpy([2], Float32Array.of(0.5, 2)),
      weights: counting([2, 3]),
    };
    await folder.writeNpz("several.npz", arrays);
    const inputs = { a: "words", b: "speaker" };
    const dataset = await open("several.npz", { inputs, sampleWeight: "weight" }, options);
    expect(dataset.layout.inputs).toEqual([
      { name: "a", shape: [3, 2], timed: true },
      { name: "b", shape: [4], timed: false },
    ]);
    expect(dataset.layout.weight).toEqual({ name: "sampleWeight", shape: [], timed: false });
    expect(rowsOf(dataset)[1]).toEqual([6, 7, 8, 9, 10, 11, 4, 5, 6, 7, 1, 2]);
    const perStep = await open("several.npz", { x: "words", sampleWeight: "weights" }, options);
    expect(perStep.layout.weight).toEqual({ name: "sampleWeight", shape: [3], timed: true });
    expect(rowsOf(perStep)[0]).toEqual([0, 1, 2, 3, 4, 5, 0, 0, 1, 2]);
  });

  it("takes inputs in the model's order, and refuses others", async () => {
    await folder.writeNpz("order.npz", { y, p: x, q: counting([2, 3]) });
    const inputs = { a: "p", b: "q" };
    const dataset = await open("order.npz", { inputs }, { inputNames: ["b", "a"] });
    expect(dataset.layout.inputs.map(({ name }) => name)).toEqual(["b", "a"]);
    expect((await refusal("order.npz", { inputs }, { inputNames: ["a", "c"] })).message).toMatch(
      /order\.npz: inputs: expected the model's inputs a, c, got a, b/,
    );
  });

  it("takes a further input of two axes as the model says: steps of time, or a vector", async () => {
    await folder.writeNpz("vector.npz", { y, a: x, b: counting([2, 3]) });
    const inputs = { a: "a", b: "b" };
    const layout = async (options: object) =>
      (await open("vector.npz", { inputs }, options)).layout.inputs[1];
    expect(await layout({})).toEqual({ name: "b", shape: [3, 1], timed: true });
    const inputShapes = new Map([["b", [3]]]);
    expect(await layout({ inputShapes })).toEqual({ name: "b", shape: [3], timed: false });
  });

  it.each([{}, inFile])("reads a part of the rows: %o", async (options) => {
    await folder.writeNpz("rows.npz", { x: counting([4, 1, 1]), y: counting([4]) });
    expect(rowsOf(await open("rows.npz", { rows: { from: 1, to: 3 } }, options))).toEqual([
      [1, 1],
      [2, 2],
    ]);
    expect(rowsOf(await open("rows.npz", { rows: { from: 3 } }, options))).toEqual([[3, 3]]);
    expect((await refusal("rows.npz", { rows: { to: 5 } }, options)).message).toMatch(
      /rows: expected a part of 0 to 4, got 0 to 5/,
    );
  });

  it("cuts and fills up to a longest length", async () => {
    await folder.writeNpz("length.npz", { x: counting([1, 3, 1]), y: counting([1]) });
    const padded = (maxLength: number) => {
      const padding = { side: "pre", truncating: "post", value: -1, maxLength } as const;
      return open("length.npz", {}, { padding });
    };
    const short = await padded(2);
    expect([rowsOf(short), short.layout.timeSteps]).toEqual([[[0, 1, 0]], 2]);
    const long = await padded(5);
    expect(long.layout).toMatchObject({ timeSteps: 5, padding: { side: "pre", value: -1 } });
    expect([rowsOf(long), long.lengthOf(0)]).toEqual([[[0, 1, 2, 0]], 3]);
  });

  it("does not read arrays that are not asked for", async () => {
    await folder.writeNpz("other.npz", { x, y, ragged: Uint8Array.of(1, 2, 3) });
    expect((await open("other.npz")).sequences).toBe(2);
  });

  it.each<[string, Record<string, Uint8Array>, RegExp]>([
    [
      "no such array, but a similar one",
      { x, Y: y, z: y },
      /: no array y; there: x, Y, z; did you mean "Y"\?$/,
    ],
    ["an empty archive", {}, /: no array x; there: none$/],
    [
      "x of one axis",
      { x: y, y },
      /array x: expected sequences of shape \(N, T, F\) or \(N, T\), got shape \(2,\)/,
    ],
    ["x of four axes", { x: counting([2, 1, 1, 1]), y }, /array x: .*got shape \(2, 1, 1, 1\)/],
    ["a scalar y", { x, y: counting([]) }, /array y: expected targets .*got shape \(\)/],
    [
      "other lengths",
      { x, y: counting([3]) },
      /array y: expected targets for the 2 sequences of x, got shape \(3,\)/,
    ],
    [
      "no sequences",
      { x: counting([0, 3, 2]), y: counting([0]) },
      /array x: expected at least one sequence, time step and feature, got shape \(0, 3, 2\)/,
    ],
    ["no values in a target", { x, y: counting([2, 0]) }, /array y: expected at least one value/],
    [
      "NaN",
      { x: serialiseNpy([2, 2], Float32Array.of(1, NaN, 0, 0)), y },
      /bad\.npz: array x: expected a finite number at \[0, 1\], got NaN/,
    ],
    ["what is no array", { x: new Uint8Array(100), y }, /array x: expected an array in \.npy format/],
    [
      "a header that promises more than there is",
      { x: withShape(x, "(2, 3, 2)", "(9, 9, 9)"), y },
      /array x: expected 2916 bytes for shape \(9, 9, 9\) of <f4, got 48/,
    ],
    [
      "texts",
      { x: withShape(x, "<f4", "<U1"), y },
      /array x: expected numbers .*, got dtype "<U1" \(texts\)/,
    ],
  ])("refuses %s", async (_, arrays, message) => {
    await folder.writeNpz("bad.npz", arrays);
    for (const options of [{}, inFile]) {
      if (options === inFile && message.source.includes("NaN")) continue;
      expect(await refusal("bad.npz", {}, options)).toEqual({
        code: "DATA_INVALID",
        message: expect.stringMatching(message) as string,
      });
    }
  });

  it("refuses sample weights of another shape", async () => {
    await folder.writeNpz("weight.npz", { x, y, w: counting([2, 2]) });
    expect((await refusal("weight.npz", { sampleWeight: "w" })).message).toMatch(
      /array w: expected sample weights of shape \(2,\) or \(2, 3\), got shape \(2, 2\)/,
    );
  });

  it("refuses a file that is no archive, and a truncated one", async () => {
    await folder.write("text.npz", "not an archive, but long enough to hold the end of one");
    expect((await refusal("text.npz")).message).toMatch(/text\.npz: expected a NumPy archive \(\.npz\)/);
    await folder.writeNpz("whole.npz", { x, y });
    const whole = await readFile(folder.file("whole.npz"));
    for (const length of [0, 10, 200, whole.length - 1]) {
      await folder.write("cut.npz", whole.subarray(0, length));
      expect((await refusal("cut.npz")).code).toBe("DATA_INVALID");
    }
  });

  it.each([false, true])("finds a damaged byte by the checksum (compressed: %s)", async (compress) => {
    const values = Float32Array.from({ length: 600 }, (_, i) => Math.fround(i / 7));
    await folder.writeNpz("damaged.npz", { x: serialiseNpy([2, 300], values), y }, compress);
    const bytes = await readFile(folder.file("damaged.npz"));
    bytes[400] = (bytes[400] ?? 0) ^ 1;
    await folder.write("damaged.npz", bytes);
    expect((await refusal("damaged.npz")).message).toMatch(/array x: damaged: /);
  });

  it("tells what the headers tell before it reads any elements", async () => {
    const bad = serialiseNpy([1, 2], Float32Array.of(NaN, 1));
    await folder.writeNpz("headers-first.npz", { x: bad, y }, true);
    expect((await refusal("headers-first.npz")).message).toMatch(/array y: expected targets for the 1 seq/);
    await folder.writeNpz("headers-first.npz", { x: bad, y: Uint8Array.of(1, 2, 3) });
    expect((await refusal("headers-first.npz")).message).toMatch(/array y: truncated/);
  });

  it("refuses an entry whose real size differs from the one in the archive", async () => {
    await folder.writeNpz("size.npz", { x, y }, true);
    const bytes = await readFile(folder.file("size.npz"));
    const central = bytes.indexOf(Buffer.from("PK\u0001\u0002"));
    bytes.writeUInt32LE(counting([3, 3, 2]).length, central + 24);
    await folder.write("size.npz", bytes);
    expect((await refusal("size.npz")).message).toMatch(/array x: expected 48 bytes .* got 72/);
  });

  it("refuses a zip bomb by what its header says, before it takes memory", async () => {
    // A small archive that claims, in zip and array header alike, as much as 8 GiB of numbers.
    const shape = "(1024, 1024, 2048)";
    const lying = withShape(counting([1, 1, 1]), "(1, 1, 1)", shape);
    await folder.writeNpz("bomb.npz", { x: lying, y: counting([1]) }, true);
    const bytes = await readFile(folder.file("bomb.npz"));
    expect((await refusal("bomb.npz")).message).toMatch(/array x: expected 8589934592 bytes .*, got 4/);
    const central = bytes.indexOf(Buffer.from("PK\u0001\u0002"));
    bytes.writeUInt32LE(2 ** 32 - 2, central + 24);
    await folder.write("bomb.npz", bytes);
    expect((await refusal("bomb.npz")).message).toMatch(
      /array x: expected at most 200 times its \d+ bytes in the archive, got 4294967294: save the arrays uncompressed/,
    );
  });

  it("refuses a file that is not there, or a folder", async () => {
    expect(await refusal("none.npz")).toEqual({
      code: "DATA_NOT_FOUND",
      message: `none.npz: no such file: ${folder.file("none.npz")}`,
    });
    const absolute = folder.file("none.npz");
    expect((await refusal(absolute)).message).toBe(`${absolute}: no such file`);
    await mkdir(folder.file("sub.npz"));
    expect((await refusal("sub.npz")).code).toBe("DATA_UNREADABLE");
  });
});

describe("an npz source read row by row", () => {
  it("checks a row when it is read", async () => {
    const bad = serialiseNpy([2, 2], Float32Array.of(1, 2, 3, NaN));
    await folder.writeNpz("late.npz", { x: bad, y });
    const dataset = await open("late.npz", {}, inFile);
    expect(Array.from(dataset.row(0))).toEqual([1, 2, 0]);
    expect((await refusalOf(() => dataset.row(1))).message).toMatch(
      /late\.npz: array x: expected a finite number in row 1, element 1, got NaN/,
    );
    expect(targetOf(dataset, 1)).toEqual(Float32Array.of(1));
  });

  it("notices that the file has changed", async () => {
    await folder.writeNpz("changed.npz", { x, y });
    const dataset = await open("changed.npz", {}, inFile);
    dataset.row(0);
    await utimes(folder.file("changed.npz"), 1, 1);
    expect((await refusalOf(() => dataset.row(0))).message).toMatch(
      /expected the file as it was, got one changed/,
    );
    await writeFile(folder.file("changed.npz"), "");
    expect((await refusalOf(() => dataset.row(0))).code).toBe("DATA_UNREADABLE");
  });

  it("goes to another thread as a path", async () => {
    await folder.writeNpz("thread.npz", { x, y });
    const dataset = await open("thread.npz", { rows: { from: 1 } }, inFile);
    const arrived = datasetOf(structuredClone(describeDataset(dataset)));
    expect(rowsOf(arrived)).toEqual(rowsOf(dataset));
  });
});

describe("an npz source without targets", () => {
  const absent = { targets: "absent", seed: 7 } as const;

  it("neither needs nor reads y and weights", async () => {
    await folder.writeNpz("unlabelled.npz", { x });
    await folder.writeNpz("other-y.npz", { x, y: Uint8Array.of(1, 2, 3) });
    for (const npz of ["unlabelled.npz", "other-y.npz"]) {
      const dataset = await open(npz, { sampleWeight: "w" }, absent);
      expect(dataset.layout.target).toBeUndefined();
      expect(rowsOf(dataset)).toEqual([
        [0, 1, 2, 3, 4, 5],
        [6, 7, 8, 9, 10, 11],
      ]);
      expect(targetOf(dataset, 0)).toHaveLength(0);
      expect((await refusal(npz)).message).toContain("y");
    }
  });

  it("still checks x", async () => {
    await folder.writeNpz("flat-x.npz", { x: y });
    expect((await refusal("flat-x.npz", {}, absent)).message).toMatch(/array x: expected sequences of shape/);
  });
});

/** Another text in an array's header, as long as before with the spaces that fill it up. */
function withShape(file: Uint8Array, from: string, to: string): Uint8Array {
  const bytes = Buffer.from(file);
  const text = bytes.toString("latin1");
  const at = text.indexOf(from);
  const filling = text.indexOf("\n", at);
  const header = (text.slice(at, filling).replace(from, to) + " ".repeat(64)).slice(0, filling - at);
  bytes.write(header, at, "latin1");
  return bytes;
}
