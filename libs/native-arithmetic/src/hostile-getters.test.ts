import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import type { VectorProgram } from "./addon.js";
import { addon } from "./testing/engines.js";

const arithmetic = new addon.VectorArithmetic("portable");
const add = addon.operationNames().indexOf("add");

/** target += source, with both of `length`. */
function sumOf(length: number) {
  return {
    words: Int32Array.of(1, add, 0, length, 0, 1),
    numbers: new Float64Array(),
    vectors: [new Float32Array(length).fill(1), new Float32Array(length).fill(2)],
  };
}

const transfer = ({ buffer }: { readonly buffer: ArrayBufferLike }) =>
  structuredClone(buffer, { transfer: [buffer as ArrayBuffer] });

/** A list whose first string is spelled with a side effect. */
const spelling = (effect: () => unknown) =>
  [
    {
      toString: () => {
        effect();
        return "";
      },
    },
  ] as unknown as VectorProgram["strings"];

const pool = new addon.ThreadPool(1);

type Run = (
  words: Int32Array,
  numbers: Float64Array,
  strings: VectorProgram["strings"],
  vectors: VectorProgram["vectors"],
) => Promise<void>;

const ways: Readonly<Record<string, Run>> = {
  run: async (...program) => {
    arithmetic.run(...program);
    return Promise.resolve();
  },
  submit: async (...program) => arithmetic.submit(pool, ...program).result,
};

describe.each(Object.keys(ways))(
  "%s looks at memory after all JavaScript of its arguments has run",
  (name) => {
    const run = ways[name] as Run;

    it.each([0, 1])("where a string gives vector %i away", async (index) => {
      const { words, numbers, vectors } = sumOf(1000);
      const given = run(
        words,
        numbers,
        spelling(() => transfer(vectors[index] as Float32Array)),
        vectors,
      );
      await expect(given).rejects.toThrow(`add.vectors[${index}]: expected 1000 elements, got 0`);
    });

    it("where a string gives the words away", async () => {
      const { words, numbers, vectors } = sumOf(1000);
      const given = run(
        words,
        numbers,
        spelling(() => transfer(words)),
        vectors,
      );
      await expect(given).rejects.toThrow("expected a further word");
    });

    it("where a string gives the numbers away", async () => {
      const mean = addon.operationNames().indexOf("mean");
      const numbers = Float64Array.of(0.5);
      const given = run(
        Int32Array.of(1, mean, 0, 2, 0),
        numbers,
        spelling(() => transfer(numbers)),
        [new Float32Array(2)],
      );
      await expect(given).rejects.toThrow("mean: expected a further number");
    });

    it("where a getter of the list gives a vector before it away", async () => {
      const { words, numbers, vectors } = sumOf(1000);
      const [target, source] = vectors as [Float32Array, Float32Array];
      const get = () => {
        transfer(target);
        return source;
      };
      const list = Object.defineProperty([target, source], 1, { get });
      await expect(run(words, numbers, [], list)).rejects.toThrow("add.vectors[0]");
    });

    it("and computes where a string empties the list", async () => {
      const { words, numbers, vectors } = sumOf(3);
      const target = vectors[0];
      await run(
        words,
        numbers,
        spelling(() => (vectors.length = 0)),
        vectors,
      );
      expect(target).toEqual(Float32Array.of(3, 3, 3));
    });

    it("but not without end", async () => {
      const { words, numbers, vectors } = sumOf(3);
      const endless = new Array<string>(2 ** 32 - 1);
      await expect(run(words, numbers, endless, vectors)).rejects.toThrow("strings: expected at most");
    });
  },
);

const forgottenVectors = fileURLToPath(new URL("testing/forgotten-vectors.mjs", import.meta.url));

it("keeps vectors that nobody else has until it is done", async () => {
  // In a process of its own, which collects garbage when it is told to, and which a mistake would end.
  const { stdout } = await promisify(execFile)(process.execPath, ["--expose-gc", forgottenVectors]);
  expect(stdout).toBe("20 times done\n");
});
