import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseSafetensors } from "./parse-safetensors.js";
import { SafetensorsError } from "./safetensors-error.js";
import { serialiseSafetensors } from "./serialise-safetensors.js";
import type { SafetensorsFile, Tensor } from "./tensor.js";

function fileOf(header: unknown, data: Uint8Array = new Uint8Array(0)): Uint8Array {
  const text = new TextEncoder().encode(typeof header === "string" ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  bytes.set(data, 8 + text.length);
  return bytes;
}

const shape = fc.array(fc.nat({ max: 4 }), { maxLength: 3 });
const count = (axes: number[]) => axes.reduce((product, axis) => product * axis, 1);

function filled<T>(
  value: fc.Arbitrary<T>,
  make: (axes: number[], values: T[]) => Tensor,
): fc.Arbitrary<Tensor> {
  return shape.chain((axes) =>
    fc.array(value, { minLength: count(axes), maxLength: count(axes) }).map((values) => make(axes, values)),
  );
}

const tensor: fc.Arbitrary<Tensor> = fc.oneof(
  filled(fc.float(), (axes, values) => ({ dtype: "F32", shape: axes, data: Float32Array.from(values) })),
  filled(fc.double(), (axes, values) => ({ dtype: "F64", shape: axes, data: Float64Array.from(values) })),
  filled(fc.integer(), (axes, values) => ({ dtype: "I32", shape: axes, data: Int32Array.from(values) })),
  filled(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (axes, values) => ({
    dtype: "I64",
    shape: axes,
    data: BigInt64Array.from(values),
  })),
  filled(fc.nat({ max: 255 }), (axes, values) => ({
    dtype: "U8",
    shape: axes,
    data: Uint8Array.from(values),
  })),
  filled(fc.nat({ max: 1 }), (axes, values) => ({
    dtype: "BOOL",
    shape: axes,
    data: Uint8Array.from(values),
  })),
);

const name = fc.string({ unit: "grapheme" }).filter((text) => text !== "__metadata__");

const file: fc.Arbitrary<SafetensorsFile> = fc.record({
  metadata: fc
    .array(fc.tuple(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" })))
    .map((entries) => Object.fromEntries(entries)),
  tensors: fc
    .uniqueArray(fc.tuple(name, tensor), { selector: ([key]) => key, maxLength: 6 })
    .map((entries) => new Map(entries)),
});

describe("serialiseSafetensors", () => {
  it("writes what parseSafetensors reads back", () => {
    fc.assert(
      fc.property(file, (contents) => {
        const read = parseSafetensors(serialiseSafetensors(contents));
        expect(new Map(read.tensors)).toEqual(contents.tensors);
        expect(Object.entries(read.metadata).sort()).toEqual(Object.entries(contents.metadata).sort());
      }),
    );
  });

  it("aligns every tensor to its element size", () => {
    fc.assert(
      fc.property(file, (contents) => {
        const bytes = serialiseSafetensors(contents);
        const headerLength = Number(new DataView(bytes.buffer).getBigUint64(0, true));
        expect(headerLength % 8).toBe(0);
        const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + headerLength))) as Record<
          string,
          { data_offsets: [number, number] }
        >;
        for (const [key, { data }] of contents.tensors) {
          expect(header[key]!.data_offsets[0] % data.BYTES_PER_ELEMENT).toBe(0);
        }
      }),
    );
  });

  it("refuses data that do not fit the shape", () => {
    const tensors = new Map<string, Tensor>([
      ["w", { dtype: "F32", shape: [2, 2], data: new Float32Array(3) }],
    ]);
    expect(() => serialiseSafetensors({ metadata: {}, tensors })).toThrow(
      "tensor w: expected 4 elements for shape (2, 2), got 3",
    );
  });

  it("refuses a tensor named as the metadata", () => {
    const tensors = new Map<string, Tensor>([
      ["__metadata__", { dtype: "U8", shape: [], data: new Uint8Array(1) }],
    ]);
    expect(() => serialiseSafetensors({ metadata: {}, tensors })).toThrow(SafetensorsError);
  });
});

describe("parseSafetensors", () => {
  const f32 = { dtype: "F32", shape: [2], data_offsets: [0, 8] };

  it("reads from a view at an odd offset, and copies", () => {
    const bytes = serialiseSafetensors({
      metadata: {},
      tensors: new Map([["w", { dtype: "F32", shape: [2], data: Float32Array.of(1, 2) }]]),
    });
    const shifted = new Uint8Array(bytes.length + 1);
    shifted.set(bytes, 1);
    const read = parseSafetensors(shifted.subarray(1)).tensors.get("w");
    shifted.fill(0);
    expect(read?.data).toEqual(Float32Array.of(1, 2));
  });

  it.each([
    ["no bytes", new Uint8Array(0), "expected at least 8 bytes, got 0"],
    [
      "a header longer than the file",
      Uint8Array.of(9, 0, 0, 0, 0, 0, 0, 0),
      "at most 0 bytes, got a length of 9",
    ],
    ["a length beyond 2^53", new Uint8Array(8).fill(255), "got a length of 18446744073709551615"],
    ["a header that is not JSON", fileOf("{"), "expected JSON in UTF-8"],
    ["a header that is not an object", fileOf([]), "header: expected a JSON object"],
    [
      "metadata that are not texts",
      fileOf({ __metadata__: { step: 3 } }),
      "__metadata__.step: expected a text, got 3",
    ],
    ["an unknown dtype", fileOf({ w: { ...f32, dtype: "F8" } }), "tensor w: dtype: expected one of F32, F64"],
    ["a dtype of Object's prototype", fileOf({ w: { ...f32, dtype: "toString" } }), "tensor w: dtype"],
    [
      "a negative axis",
      fileOf({ w: { ...f32, shape: [-2] } }),
      "tensor w: shape: expected a list of whole numbers",
    ],
    ["an axis that is not whole", fileOf({ w: { ...f32, shape: [0.5] } }), "tensor w: shape"],
    [
      "offsets of another size",
      fileOf({ w: { ...f32, shape: [3] } }),
      "expected 12 bytes for shape (3), got 8",
    ],
    [
      "three offsets",
      fileOf({ w: { ...f32, data_offsets: [0, 8, 8] } }),
      "tensor w: data_offsets: expected two",
    ],
    [
      "offsets beyond the end",
      fileOf({ w: f32 }, new Uint8Array(7)),
      "expected 8 bytes of data after the header, got 7",
    ],
    [
      "data that no tensor owns",
      fileOf({ w: f32 }, new Uint8Array(9)),
      "expected 8 bytes of data after the header, got 9",
    ],
    [
      "tensors that overlap",
      fileOf({ a: f32, b: f32 }, new Uint8Array(8)),
      "tensor b: data_offsets: expected to begin at 8",
    ],
    [
      "a hole between tensors",
      fileOf({ a: f32, b: { ...f32, data_offsets: [9, 17] } }, new Uint8Array(17)),
      "tensor b: data_offsets: expected to begin at 8, got 9",
    ],
    [
      "a boolean of 2",
      fileOf({ b: { dtype: "BOOL", shape: [1], data_offsets: [0, 1] } }, Uint8Array.of(2)),
      "tensor b: expected 0 or 1 at 0, got 2",
    ],
  ])("refuses %s", (_, bytes, message) => {
    expect(() => parseSafetensors(bytes)).toThrow(SafetensorsError);
    expect(() => parseSafetensors(bytes)).toThrow(message);
  });

  it("throws nothing but SafetensorsError, whatever the bytes", () => {
    const json = fc.json().map((text) => fileOf(text));
    const header = fc
      .dictionary(
        fc.string(),
        fc.record({
          dtype: fc.constantFrom("F32", "I64", "BOOL", "X"),
          shape: fc.array(fc.oneof(fc.integer(), fc.maxSafeInteger())),
          data_offsets: fc.array(fc.oneof(fc.integer(), fc.maxSafeInteger())),
        }),
      )
      .map((value) => fileOf(value, new Uint8Array(16)));
    const damaged = fc.tuple(file, fc.nat(), fc.nat({ max: 255 })).map(([contents, position, value]) => {
      const bytes = serialiseSafetensors(contents);
      bytes[position % bytes.length] = value;
      return bytes;
    });
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 100 }), json, header, damaged), (bytes) => {
        try {
          parseSafetensors(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(SafetensorsError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
