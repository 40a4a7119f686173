import { createWriteStream } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ZipFile } from "yazl";
import { DataError } from "./data-error.js";
import type { DataErrorCode } from "./data-error.js";
import { serialiseNpy } from "./npy/serialise-npy.js";
import { openDataset } from "./open-dataset.js";
import { gather, sliceDataset } from "./sequence-dataset.js";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lockstep-data-"));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

const x = serialiseNpy(
  [2, 3, 2],
  Float32Array.from({ length: 12 }, (_, i) => i),
);
const y = serialiseNpy([2], Float32Array.of(0, 1));

/** Writes an archive of arrays as numpy.savez (stored) or savez_compressed (deflated) does. */
async function writeNpz(name: string, arrays: Record<string, Uint8Array>, compress = false): Promise<string> {
  const zip = new ZipFile();
  for (const [array, bytes] of Object.entries(arrays))
    zip.addBuffer(Buffer.from(bytes), `${array}.npy`, { compress });
  zip.end();
  const path = join(folder, name);
  await pipeline(zip.outputStream, createWriteStream(path));
  return path;
}

const open = (npz: string, names: { x?: string; y?: string } = {}) =>
  openDataset({ npz, x: "x", y: "y", ...names }, { baseDir: folder, seed: 0 });

async function errorOf(opening: Promise<unknown>): Promise<{ code: DataErrorCode; message: string }> {
  const error: unknown = await opening.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof DataError) return { code: error.code, message: error.message };
  throw new Error(`expected a DataError, got ${String(error)}`);
}

describe("openDataset with an npz", () => {
  it.each([false, true])("reads sequences and targets (compressed: %s)", async (compress) => {
    await writeNpz("good.npz", { x, y }, compress);
    expect(await open("good.npz")).toEqual({
      sequences: 2,
      sequenceShape: [3, 2],
      targetShape: [1],
      x: Float32Array.from({ length: 12 }, (_, i) => i),
      y: Float32Array.of(0, 1),
    });
  });

  it("reads (N, T) as one feature, and targets (N, K) and (N, T, K)", async () => {
    const flat = serialiseNpy([2, 3], new Float32Array(6));
    await writeNpz("shapes.npz", {
      flat,
      k: serialiseNpy([2, 4], new Float32Array(8)),
      tk: serialiseNpy([2, 3, 1], new Float32Array(6)),
    });
    expect(await open("shapes.npz", { x: "flat", y: "k" })).toMatchObject({
      sequenceShape: [3, 1],
      targetShape: [4],
    });
    expect(await open("shapes.npz", { x: "flat", y: "tk" })).toMatchObject({ targetShape: [3, 1] });
  });

  it("does not read arrays that are not asked for", async () => {
    await writeNpz("other.npz", { x, y, ragged: Uint8Array.of(1, 2, 3) });
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
    [
      "x of four axes",
      { x: serialiseNpy([2, 1, 1, 1], new Float32Array(2)), y },
      /array x: .*got shape \(2, 1, 1, 1\)/,
    ],
    [
      "a scalar y",
      { x, y: serialiseNpy([], Float32Array.of(1)) },
      /array y: expected targets .*got shape \(\)/,
    ],
    [
      "other lengths",
      { x, y: serialiseNpy([3], new Float32Array(3)) },
      /array y: expected targets for the 2 sequences of x, got shape \(3,\)/,
    ],
    [
      "no sequences",
      { x: serialiseNpy([0, 3, 2], new Float32Array(0)), y: serialiseNpy([0], new Float32Array(0)) },
      /array x: expected at least one sequence, time step and feature, got shape \(0, 3, 2\)/,
    ],
    [
      "no values in a target",
      { x, y: serialiseNpy([2, 0], new Float32Array(0)) },
      /array y: expected at least one value/,
    ],
    [
      "NaN",
      { x: serialiseNpy([2, 2], Float32Array.of(1, NaN, 0, 0)), y },
      /nan\.npz: array x: expected a finite number at \[0, 1\], got NaN/,
    ],
    ["what is no array", { x: new Uint8Array(100), y }, /array x: expected an array in \.npy format/],
  ])("refuses %s", async (_, arrays, message) => {
    await writeNpz("nan.npz", arrays);
    expect(await errorOf(open("nan.npz"))).toEqual({
      code: "DATA_INVALID",
      message: expect.stringMatching(message) as string,
    });
  });

  it("refuses a file that is no archive, and a truncated one", async () => {
    await writeFile(join(folder, "text.npz"), "not an archive, but long enough to hold the end of one");
    expect((await errorOf(open("text.npz"))).message).toMatch(
      /text\.npz: expected a NumPy archive \(\.npz\)/,
    );
    const whole = await readFile(await writeNpz("whole.npz", { x, y }));
    for (const length of [0, 10, 200, whole.length - 1]) {
      await writeFile(join(folder, "cut.npz"), whole.subarray(0, length));
      expect((await errorOf(open("cut.npz"))).code).toBe("DATA_INVALID");
    }
  });

  it.each([false, true])("finds a damaged byte by the checksum (compressed: %s)", async (compress) => {
    const values = Float32Array.from({ length: 600 }, (_, i) => Math.fround(i / 7));
    const path = await writeNpz("damaged.npz", { x: serialiseNpy([2, 300], values), y }, compress);
    const bytes = await readFile(path);
    bytes[400] = (bytes[400] ?? 0) ^ 1;
    await writeFile(path, bytes);
    expect((await errorOf(open("damaged.npz"))).message).toMatch(/array x: damaged: /);
  });

  it("tells what the headers tell before it reads any elements", async () => {
    const bad = serialiseNpy([1, 2], Float32Array.of(NaN, 1));
    await writeNpz("headers-first.npz", { x: bad, y }, true);
    expect((await errorOf(open("headers-first.npz"))).message).toMatch(
      /array y: expected targets for the 1 seq/,
    );
    await writeNpz("headers-first.npz", { x: bad, y: Uint8Array.of(1, 2, 3) });
    expect((await errorOf(open("headers-first.npz"))).message).toMatch(/array y: truncated/);
  });

  it("refuses an entry whose real size differs from the one in the archive", async () => {
    const path = await writeNpz("size.npz", { x, y }, true);
    const bytes = await readFile(path);
    const central = bytes.indexOf(Buffer.from("PK\u0001\u0002"));
    const longer = serialiseNpy([3, 3, 2], new Float32Array(18));
    bytes.writeUInt32LE(longer.length, central + 24);
    await writeFile(path, bytes);
    expect((await errorOf(open("size.npz"))).message).toMatch(/array x: expected 48 bytes .* got 72/);
  });

  it("refuses a file that is not there, or a folder", async () => {
    expect(await errorOf(open("none.npz"))).toEqual({
      code: "DATA_NOT_FOUND",
      message: `none.npz: no such file: ${join(folder, "none.npz")}`,
    });
    await mkdir(join(folder, "sub.npz"));
    expect((await errorOf(open("sub.npz"))).code).toBe("DATA_UNREADABLE");
  });
});

describe("openDataset without targets", () => {
  const absent = { targets: "absent", seed: 7 } as const;

  it("neither needs nor reads y of an npz", async () => {
    await writeNpz("unlabelled.npz", { x });
    await writeNpz("other-y.npz", { x, y: Uint8Array.of(1, 2, 3) });
    for (const npz of ["unlabelled.npz", "other-y.npz"]) {
      expect(await openDataset({ npz, x: "x", y: "y" }, { baseDir: folder, ...absent })).toEqual({
        sequences: 2,
        sequenceShape: [3, 2],
        targetShape: [],
        x: Float32Array.from({ length: 12 }, (_, i) => i),
        y: new Float32Array(0),
      });
      expect((await errorOf(open(npz))).message).toContain("y");
    }
  });

  it("still checks x", async () => {
    await writeNpz("flat-x.npz", { x: y });
    const opening = openDataset({ npz: "flat-x.npz", x: "x", y: "y" }, { baseDir: folder, ...absent });
    expect((await errorOf(opening)).message).toMatch(/array x: expected sequences of shape/);
  });

  it("gathers and slices rows of x alone", async () => {
    await writeNpz("unlabelled.npz", { x });
    const dataset = await openDataset(
      { npz: "unlabelled.npz", x: "x", y: "y" },
      { baseDir: folder, ...absent },
    );
    const last = Float32Array.of(6, 7, 8, 9, 10, 11);
    expect(gather(dataset, [1])).toEqual({ rows: 1, x: last, y: new Float32Array(0) });
    expect(sliceDataset(dataset, 1, 2)).toMatchObject({ sequences: 1, x: last, y: new Float32Array(0) });
  });

  it("keeps the inputs of random data", async () => {
    const source = { random: { sequences: 5, timeSteps: 2, features: 1, labels: "binary" } } as const;
    const labelled = await openDataset(source, { baseDir: folder, seed: 7 });
    expect(await openDataset(source, { baseDir: folder, ...absent })).toEqual({
      ...labelled,
      targetShape: [],
      y: new Float32Array(0),
    });
  });
});

describe("openDataset with a data root", () => {
  it("reads files in it and refuses those outside, links followed", async () => {
    const root = join(folder, "root");
    await mkdir(root);
    await writeNpz("outside.npz", { x, y });
    await writeNpz("root/inside.npz", { x, y });
    await symlink(join(folder, "outside.npz"), join(root, "link.npz"));
    await symlink(join(root, "inside.npz"), join(folder, "way-in.npz"));
    const within = (npz: string) =>
      openDataset({ npz, x: "x", y: "y" }, { baseDir: folder, dataRoot: root, seed: 0 });
    expect((await within("root/inside.npz")).sequences).toBe(2);
    expect((await within("way-in.npz")).sequences).toBe(2);
    for (const path of [
      "outside.npz",
      "root/../outside.npz",
      "root/link.npz",
      join(folder, "outside.npz"),
      "missing.npz",
    ]) {
      expect((await errorOf(within(path))).code).toBe("DATA_OUTSIDE_ROOT");
    }
    expect((await errorOf(within("root/missing.npz"))).code).toBe("DATA_NOT_FOUND");
  });
});

describe("openDataset with random data", () => {
  const source = { random: { sequences: 200, timeSteps: 5, features: 2, labels: "binary" } } as const;
  const random = (seed: number, part?: "train" | "test") =>
    openDataset(source, { baseDir: folder, seed, ...(part === undefined ? {} : { part }) });

  it("gives features in [0, 1) and both labels", async () => {
    const dataset = await random(7);
    expect(dataset).toMatchObject({ sequences: 200, sequenceShape: [5, 2], targetShape: [1] });
    expect(dataset.x).toHaveLength(2000);
    expect(dataset.x.every((value) => value >= 0 && value < 1)).toBe(true);
    const ones = dataset.y.filter((value) => value === 1).length;
    expect(dataset.y.every((value) => value === 0 || value === 1)).toBe(true);
    expect(Math.abs(ones - 100)).toBeLessThan(40);
  });

  it("repeats for a seed, and differs by seed and part", async () => {
    expect(await random(7)).toEqual(await random(7, "train"));
    expect((await random(7)).x).not.toEqual((await random(8)).x);
    expect((await random(7)).x).not.toEqual((await random(7, "test")).x);
  });

  it("keeps its bits: values of a fixed seed never change between versions", async () => {
    const { x: inputs, y: labels } = await random(7);
    expect([...inputs.subarray(0, 4), ...labels.subarray(0, 8)]).toMatchInlineSnapshot(`
      [
        0.20142346620559692,
        0.8038173317909241,
        0.0262911319732666,
        0.8171517252922058,
        1,
        0,
        1,
        0,
        1,
        0,
        0,
        0,
      ]
    `);
  });

  it("refuses more than memory holds", async () => {
    const huge = { random: { ...source.random, sequences: 2 ** 31 - 1, timeSteps: 2 ** 20 } };
    const error = await errorOf(openDataset(huge, { baseDir: folder, seed: 0 }));
    expect(error.message).toMatch(/expected at most 1073741824 values, got 4503/);
  });
});
