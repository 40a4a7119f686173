import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DataError } from "../data-error.js";
import { readNpyStream } from "./read-npy-stream.js";
import type { NumberArray } from "./read-npy-stream.js";
import { serialiseNpy } from "./serialise-npy.js";

/** A `.npy` file by hand: NumPy's header for these elements. */
function npy(
  descr: string,
  shape: string,
  data: Uint8Array,
  { version = 1, order = "False" } = {},
): Uint8Array {
  const text = new TextEncoder().encode(
    `{'descr': ${descr}, 'fortran_order': ${order}, 'shape': ${shape}, }\n`,
  );
  const length =
    version === 1 ? [text.length & 255, text.length >> 8] : [text.length & 255, text.length >> 8, 0, 0];
  const start = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0, ...length, ...text];
  const file = new Uint8Array(start.length + data.length);
  file.set(start);
  file.set(data, start.length);
  return file;
}

function bytesOf(
  values: number[],
  write: (view: DataView, offset: number, value: number) => void,
  bytes: number,
): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.length * bytes));
  values.forEach((value, index) => write(view, index * bytes, value));
  return new Uint8Array(view.buffer);
}

/** Reads a file in chunks of some size. */
function read(file: Uint8Array, chunkBytes = 1000): Promise<NumberArray> {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < file.length; at += chunkBytes)
      yield await Promise.resolve(file.subarray(at, at + chunkBytes));
  }
  return readNpyStream(chunks(), file.length);
}

const numbers = [0, 1, 100];

describe("readNpyStream", () => {
  it.each<[string, Uint8Array]>([
    ["<f4", bytesOf(numbers, (view, at, value) => view.setFloat32(at, value, true), 4)],
    [">f4", bytesOf(numbers, (view, at, value) => view.setFloat32(at, value), 4)],
    ["<f8", bytesOf(numbers, (view, at, value) => view.setFloat64(at, value, true), 8)],
    [">f8", bytesOf(numbers, (view, at, value) => view.setFloat64(at, value), 8)],
    ["<f2", Uint8Array.of(0, 0, 0, 0x3c, 0x40, 0x56)],
    [">f2", Uint8Array.of(0, 0, 0x3c, 0, 0x56, 0x40)],
    ["|i1", Uint8Array.of(0, 1, 100)],
    ["|u1", Uint8Array.of(0, 1, 100)],
    ["<i2", bytesOf(numbers, (view, at, value) => view.setInt16(at, value, true), 2)],
    [">u2", bytesOf(numbers, (view, at, value) => view.setUint16(at, value), 2)],
    ["<i4", bytesOf(numbers, (view, at, value) => view.setInt32(at, value, true), 4)],
    ["<u4", bytesOf(numbers, (view, at, value) => view.setUint32(at, value, true), 4)],
    ["<i8", bytesOf(numbers, (view, at, value) => view.setBigInt64(at, BigInt(value), true), 8)],
    [">u8", bytesOf(numbers, (view, at, value) => view.setBigUint64(at, BigInt(value)), 8)],
  ])("reads %s as float32", async (descr, data) => {
    const array = await read(npy(`'${descr}'`, "(3,)", data));
    expect(array).toEqual({ shape: [3], values: Float32Array.from(numbers) });
  });

  it("reads booleans as 0 and 1, and signed numbers", async () => {
    expect((await read(npy("'|b1'", "(2,)", Uint8Array.of(0, 1)))).values).toEqual(Float32Array.of(0, 1));
    expect((await read(npy("'|i1'", "(2,)", Uint8Array.of(255, 128)))).values).toEqual(
      Float32Array.of(-1, -128),
    );
  });

  it("reads subnormal, negative and largest halves", async () => {
    const data = Uint8Array.of(1, 0, 0xff, 0x7b, 0, 0xc0, 0, 0x80);
    expect((await read(npy("'<f2'", "(4,)", data))).values).toEqual(Float32Array.of(2 ** -24, 65504, -2, -0));
  });

  it.each([1, 2, 3])("reads format version %i", async (version) => {
    expect((await read(npy("'|u1'", "(2,)", Uint8Array.of(5, 6), { version }))).values).toEqual(
      Float32Array.of(5, 6),
    );
  });

  it("reads column-major order", async () => {
    const file = npy("'|u1'", "(2, 3)", Uint8Array.of(0, 10, 1, 11, 2, 12), { order: "True" });
    expect(await read(file)).toEqual({ shape: [2, 3], values: Float32Array.of(0, 1, 2, 10, 11, 12) });
    const cube = npy("'|u1'", "(2, 3, 2)", Uint8Array.of(0, 6, 2, 8, 4, 10, 1, 7, 3, 9, 5, 11), {
      order: "True",
    });
    expect((await read(cube)).values).toEqual(Float32Array.from({ length: 12 }, (_, i) => i));
  });

  it("reads scalars and double quotes", async () => {
    expect(await read(npy('"|u1"', "()", Uint8Array.of(5)))).toEqual({
      shape: [],
      values: Float32Array.of(5),
    });
  });

  it("reads what serialiseNpy writes, in chunks of any size", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(5), { maxLength: 4 }),
        fc.integer({ min: 1, max: 200 }),
        async (shape, chunk) => {
          const values = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i / 3);
          const file = serialiseNpy(shape, values);
          expect(await read(file, chunk)).toEqual({ shape, values });
          expect((file.length - values.byteLength) % 64).toBe(0);
        },
      ),
    );
  });

  it.each<[string, Uint8Array, RegExp]>([
    ["other bytes", new TextEncoder().encode("PK\u0003\u0004 hello"), /expected an array in \.npy format/],
    ["version 9", npy("'<f4'", "(1,)", new Uint8Array(4), { version: 9 }), /version 1, 2 or 3, got 9/],
    [
      "objects",
      npy("'|O'", "(1,)", new Uint8Array(9)),
      /expected numbers .* got dtype "\|O" \(Python objects: often a ragged list/,
    ],
    ["texts", npy("'<U3'", "(1,)", new Uint8Array(12)), /got dtype "<U3" \(texts\)/],
    ["complex numbers", npy("'<c8'", "(1,)", new Uint8Array(8)), /\(complex numbers\)/],
    ["records", npy("[('a', '<f4')]", "(1,)", new Uint8Array(4)), /got dtype records/],
    ["long doubles", npy("'<f16'", "(1,)", new Uint8Array(16)), /got dtype "<f16"/],
    [
      "no shape",
      npy("'<f4'", "3", new Uint8Array(4)),
      /expected a \.npy header with descr, fortran_order and shape/,
    ],
    [
      "too few bytes",
      npy("'<f4'", "(2,)", new Uint8Array(7)),
      /expected 8 bytes for shape \(2\) of <f4, got 7/,
    ],
    [
      "too many bytes",
      npy("'<f4'", "(2,)", new Uint8Array(9)),
      /expected 8 bytes for shape \(2\) of <f4, got 9/,
    ],
    [
      "a shape beyond memory",
      npy("'<f4'", "(99999999999,)", new Uint8Array(4)),
      /expected 399999999996 bytes for shape \(99999999999\) of <f4, got 4/,
    ],
    [
      "a shape beyond counting",
      npy("'<f4'", "(99999999999999999999,)", new Uint8Array(4)),
      /whole numbers as shape/,
    ],
    [
      "more axes than NumPy has",
      npy("'<f4'", `(${"1, ".repeat(65)})`, new Uint8Array(4)),
      /expected a shape of at most 64 axes, got 65/,
    ],
    [
      "NaN",
      npy("'<f4'", "(1, 2)", new Uint8Array(Float32Array.of(1, NaN).buffer)),
      /finite number at \[0, 1\], got NaN/,
    ],
    [
      "an infinity",
      npy("'<f2'", "(2,)", Uint8Array.of(0, 0, 0, 0xfc)),
      /finite number at \[1\], got -Infinity/,
    ],
    [
      "what float32 cannot hold",
      npy("'<f8'", "(1,)", new Uint8Array(Float64Array.of(1e39).buffer)),
      /float32 can hold at \[0\], got 1e\+39/,
    ],
  ])("refuses %s", async (_, file, message) => {
    await expect(read(file)).rejects.toThrow(DataError);
    await expect(read(file)).rejects.toThrow(message);
  });

  it("tells where a column-major array has NaN", async () => {
    const data = new Uint8Array(Float32Array.of(0, 1, 2, NaN).buffer);
    await expect(read(npy("'<f4'", "(2, 2)", data, { order: "True" }))).rejects.toThrow("at [1, 1]");
    const second = new Uint8Array(Float32Array.of(0, NaN, 2, 3).buffer);
    await expect(read(npy("'<f4'", "(2, 2)", second, { order: "True" }))).rejects.toThrow("at [1, 0]");
  });

  it("reads arrays of many blocks in both orders", async () => {
    const [rows, columns] = [300, 101];
    const at = (row: number, column: number) => row * columns + column;
    const values = Float64Array.from({ length: rows * columns }, (_, i) => i);
    const byColumn = values.map((_, i) => at(i % rows, Math.floor(i / rows)));
    for (const [order, written] of [
      ["False", values],
      ["True", byColumn],
    ] as const) {
      const file = npy("'<f8'", `(${rows}, ${columns})`, new Uint8Array(written.buffer), { order });
      expect((await read(file, 777)).values).toEqual(Float32Array.from(values));
    }
  });

  it("refuses more values than a data set may have before it reads any", async () => {
    const start = npy("'|u1'", `(${2 ** 30 + 1},)`, new Uint8Array(0));
    async function* chunks(): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(start);
      throw new Error("read on");
    }
    await expect(readNpyStream(chunks(), start.length + 2 ** 30 + 1)).rejects.toThrow(
      "expected at most 1073741824 values in memory, got 1073741825 in shape (1073741825)",
    );
  });

  it("converts as bytes come: NaN is told before the rest is read", async () => {
    const file = serialiseNpy([100_000], new Float32Array(100_000).fill(NaN));
    let given = 0;
    async function* chunks(): AsyncGenerator<Uint8Array> {
      for (; given < file.length; given += 1000)
        yield await Promise.resolve(file.subarray(given, given + 1000));
    }
    await expect(readNpyStream(chunks(), file.length)).rejects.toThrow("at [0], got NaN");
    expect(given).toBeLessThan(70_000);
  });

  it("tells a stream that ends early", async () => {
    const file = serialiseNpy([4], new Float32Array(4));
    async function* chunks(): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(file.subarray(0, file.length - 3));
    }
    await expect(readNpyStream(chunks(), file.length)).rejects.toThrow(
      "truncated: expected 16 more bytes, got 13",
    );
  });

  it("throws nothing but DataError, whatever the bytes", async () => {
    const damaged = fc.tuple(fc.nat(200), fc.nat(255)).map(([at, value]) => {
      const file = serialiseNpy([2, 3], Float32Array.of(1, 2, 3, 4, 5, 6));
      file[at % file.length] = value;
      return file;
    });
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.uint8Array(), damaged), async (file) => {
        await read(file).catch((error: unknown) => {
          expect(error).toBeInstanceOf(DataError);
        });
      }),
      { numRuns: 500 },
    );
  });
});

describe("serialiseNpy", () => {
  it("refuses a shape that does not fit", () => {
    expect(() => serialiseNpy([2, 2], new Float32Array(3))).toThrow(
      "expected 4 values for shape (2, 2), got 3",
    );
  });
});
