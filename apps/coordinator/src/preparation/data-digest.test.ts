import type { DatasetDescription } from "@lockstep/sequence-data";
import { describe, expect, it } from "vitest";
import { dataDigest } from "./data-digest.js";

const layout = {
  inputs: [{ name: "x", shape: [2, 1], timed: true }],
  timeSteps: 2,
  padding: { side: "pre", value: 0 },
} as const;

const memory = (...values: number[]): DatasetDescription => ({
  kind: "memory",
  layout,
  lengths: Uint32Array.of(2, 2),
  values: Float32Array.from(values),
});
const file = (change: object): DatasetDescription => ({
  kind: "file",
  layout,
  sequences: 2,
  arrays: [
    { file: { path: "/a.npy", size: 100, mtimeMs: 5, ...change }, place: "a", offset: 80, descr: "<f4" },
  ],
});

describe("dataDigest", () => {
  it("is the same for equal data", () => {
    expect(dataDigest({ train: memory(1, 2, 3, 4) }, {})).toBe(dataDigest({ train: memory(1, 2, 3, 4) }, {}));
  });

  it("is another for another value, layout, part, slice or preprocessing", () => {
    const train = memory(1, 2, 3, 4);
    const digests = [
      dataDigest({ train }, {}),
      dataDigest({ train: memory(1, 2, 3, 5) }, {}),
      dataDigest(
        { train: { ...train, layout: { ...layout, padding: { side: "post", value: 0 } } } as never },
        {},
      ),
      dataDigest({ test: train }, {}),
      dataDigest({ train, test: train }, {}),
      dataDigest({ train, test: memory(1, 2, 3, 4) }, {}),
      dataDigest({ train: { kind: "slice", of: train, begin: 0, end: 1 } }, {}),
      dataDigest({ train }, { classLabels: ["a"] }),
    ];
    expect(new Set(digests).size).toBe(digests.length);
  });

  it("goes by path, size and time of change of what stays in files", () => {
    const digests = [{}, { path: "/b.npy" }, { size: 101 }, { mtimeMs: 6 }].map((change) =>
      dataDigest({ train: file(change) }, {}),
    );
    expect(new Set(digests).size).toBe(digests.length);
  });
});
