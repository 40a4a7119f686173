import type { Vector } from "@lockstep/numerics";
import { expect } from "vitest";

/** Where two vectors differ first. A NaN is a NaN: what else it says depends on the processor in JavaScript too. */
export function expectSameBits(actual: Vector, expected: Vector, what: string): void {
  expect(actual.length, what).toBe(expected.length);
  const differs = (value: number, index: number): boolean => !Object.is(value, expected[index]);
  const index = (actual as Float64Array).findIndex(differs);
  if (index >= 0)
    expect.fail(
      `${what}[${index}] of ${actual.length}: expected ${expected[index] as number}, got ${actual[index] as number}`,
    );
}
