import { expect, it } from "vitest";
import { addon } from "./testing/engines.js";

/** Calls while this thread rounds downwards, as another library of the process may have it. */
const { roundingDown } = (
  addon as unknown as { readonly testing: { roundingDown: <Result>(call: () => Result) => Result } }
).testing;

const arithmetic = new addon.VectorArithmetic("portable");
const pool = new addon.ThreadPool(1);
const length = 100;
const words = Int32Array.of(1, addon.operationNames().indexOf("add"), 0, length, 0, 1);
const numbers = new Float64Array();

/** Of many of these sums the float below is not the nearest one. */
const newVectors = (): [Float32Array, Float32Array] => [
  Float32Array.from({ length }, (_, i) => i / 3),
  Float32Array.from({ length }, (_, i) => i / 7e5),
];

const [left, right] = newVectors();
const nearest = left.map((value, i) => Math.fround(value + (right[i] as number)));

it("sums to the nearest, however the thread rounds for others", () => {
  const inJavaScript = () => left.map((value, i) => Math.fround(value + (right[i] as number)));
  expect(roundingDown(inJavaScript)).not.toEqual(nearest);
  const vectors = newVectors();
  roundingDown(() => arithmetic.run(words, numbers, [], vectors));
  expect(vectors[0]).toEqual(nearest);
});

it("so does a pool's thread", async () => {
  const vectors = newVectors();
  await roundingDown(() => arithmetic.submit(pool, words, numbers, [], vectors)).result;
  expect(vectors[0]).toEqual(nearest);
});
