import { describe, expect, it } from "vitest";
import type { VectorProgram } from "./addon.js";
import { addon } from "./testing/engines.js";

const arithmetic = new addon.VectorArithmetic("portable");
const codeOf = (name: string): number => addon.operationNames().indexOf(name);

type Vectors = readonly unknown[];

/** One operation on [begin, end), with vectors in their order. */
function run(
  [name, begin, end]: [name: string, begin: number, end: number],
  vectors: Vectors,
  numbers: readonly number[] = [],
  places = vectors.map((_, index) => index),
): void {
  runWords([1, codeOf(name), begin, end, ...places], vectors, numbers);
}

function runWords(words: readonly number[], vectors: Vectors, numbers: readonly number[] = []): void {
  const all = vectors as VectorProgram["vectors"];
  arithmetic.run(Int32Array.from(words), Float64Array.from(numbers), [], all);
}

const floats = (length: number): Float32Array => new Float32Array(length);
const doubles = (length: number): Float64Array => new Float64Array(length);

describe("a program that does not fit its vectors is refused", () => {
  it("for stretches beyond a vector", () => {
    expect(() => run(["add", 0, 5], [floats(4), floats(5)])).toThrow(
      "add.vectors[0]: expected 5 elements, got 4",
    );
    expect(() => run(["add", 0, 5], [floats(5), floats(4)])).toThrow("add.vectors[1]");
    expect(() => run(["add", 3, 2], [floats(4), floats(4)])).toThrow("end: expected 3 to");
    expect(() => run(["add", -1, 2], [floats(4), floats(4)])).toThrow("begin: expected 0 to");
  });

  it("for vectors of another type, and for what is no vector", () => {
    expect(() => run(["add", 0, 2], [floats(4), doubles(4)])).toThrow(
      "add.vectors[1]: expected a Float32Array",
    );
    expect(() => run(["sum-of-squares", 0, 2], [floats(4), floats(8)], [0])).toThrow("a Float64Array");
    expect(() => run(["group-squares", 0, 2], [floats(2), doubles(1), floats(2)])).toThrow("a Uint32Array");
    expect(() => run(["add", 0, 2], [floats(4), [1, 2]])).toThrow("vectors[1]: expected a Float32Array");
    expect(() => run(["add", 0, 2], [floats(4), new Uint8Array(4)])).toThrow("vectors[1]");
  });

  it("for memory that other threads may have", () => {
    const shared = new Float32Array(new SharedArrayBuffer(16));
    expect(() => run(["add", 0, 2], [floats(4), shared])).toThrow(
      "vectors[1]: expected a Float32Array, Float64Array or Uint32Array, got one in shared memory",
    );
    const words = new Int32Array(new SharedArrayBuffer(4));
    expect(() => arithmetic.run(words, doubles(0), [], [])).toThrow("words: expected an Int32Array, got one");
  });

  it("for vectors that share memory", () => {
    const memory = floats(8);
    expect(() => run(["add", 0, 4], [memory, memory.subarray(3)])).toThrow(
      "add.vectors[1]: expected a vector that shares no memory with vectors[0]",
    );
    expect(() => run(["add", 0, 4], [memory], [], [0, 0])).toThrow("shares no memory");
    expect(() => run(["add", 0, 4], [memory.subarray(0, 4), memory.subarray(4)])).not.toThrow();
  });

  it("for lanes that are not there", () => {
    const lanes = (first: number) => () => run(["sum-of-squares", 0, 2], [floats(2), doubles(16)], [first]);
    expect(lanes(8)).not.toThrow();
    for (const first of [9, -1, -8, NaN, Infinity, 1e300, 2 ** 31])
      expect(lanes(first)).toThrow("sum-of-squares.vectors[1]");
    expect(() => run(["first-non-finite", 0, 2], [floats(2), doubles(0)])).toThrow(
      "first-non-finite.vectors[1]",
    );
  });

  it("for groups that are not there, before anything is changed", () => {
    const values = floats(3).fill(2);
    const words = [2, codeOf("non-negative"), 0, 3, 0, codeOf("multiply-groups"), 0, 3, 0, 1, 2];
    values[0] = -1;
    expect(() => runWords(words, [values, doubles(2), Uint32Array.of(0, 1, 2)])).toThrow(
      "multiply-groups.vectors[2]: expected groups below 2",
    );
    expect([...values]).toEqual([-1, 2, 2]);
    expect(() => run(["group-squares", 0, 3], [values, doubles(0), new Uint32Array(3)])).toThrow(
      "groups below 0",
    );
    expect(() => run(["group-squares", 1, 3], [values, doubles(1), new Uint32Array(1)])).toThrow(
      "expected 2 elements, got 1",
    );
  });

  it("for words and numbers too many, too few or unknown", () => {
    expect(() => runWords([1, 99, 0, 1, 0], [floats(1)])).toThrow("code: expected 0 to");
    expect(() => runWords([1, -1, 0, 1, 0], [floats(1)])).toThrow("code");
    expect(() => runWords([1, codeOf("add"), 0, 1, 0], [floats(1)])).toThrow("add: expected a further word");
    expect(() => runWords([1, codeOf("add"), 0, 1, 0, 1], [floats(1)])).toThrow(
      "add: expected 0 to 0, got 1",
    );
    expect(() => runWords([1, codeOf("add"), 0, 0, 0, 0], [])).toThrow("add");
    expect(() => runWords([0, 7], [])).toThrow("1 words more");
    expect(() => runWords([-1], [])).toThrow("operations");
    expect(() => runWords([], [])).toThrow("a further word");
    expect(() => run(["mean", 0, 1], [floats(1)])).toThrow("mean: expected a further number");
    expect(() => run(["mean", 0, 1], [floats(1)], [1, 2])).toThrow("1 numbers more");
  });

  it("for a pool, an instruction set or arguments that are none", () => {
    const program = [Int32Array.of(0), doubles(0), [], []] as const;
    expect(() => arithmetic.submit({}, ...program)).toThrow("pool: expected a ThreadPool");
    expect(() => new addon.VectorArithmetic("abacus")).toThrow("instruction set");
    const loose = arithmetic as unknown as { run(...all: unknown[]): void };
    for (const all of [[], [1, 2, 3, 4], [[], [], [], []], [program[0], program[1], [], 5]])
      expect(() => loose.run(...all)).toThrow("expected");
  });
});

it("does nothing where there is nothing to do", () => {
  expect(() => runWords([0], [])).not.toThrow();
  expect(() => run(["add", 0, 0], [floats(0), floats(0)])).not.toThrow();
  expect(() => run(["group-squares", 0, 0], [floats(0), doubles(0), new Uint32Array(0)])).not.toThrow();
});
