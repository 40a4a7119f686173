import type { Sliced } from "@lockstep/numerics";
import { describe, expect, it } from "vitest";
import { drawn } from "./arithmetic.js";

describe("drawn", () => {
  it("gives what comes of it at once where nothing goes on elsewhere", () => {
    function* stops(): Sliced<number> {
      yield;
      yield;
      return 3;
    }
    expect(drawn(stops())).toBe(3);
  });

  it("waits for what goes on elsewhere, each time", async () => {
    const order: string[] = [];
    function* beside(): Sliced<number> {
      for (const name of ["first", "second"]) {
        yield Promise.resolve().then(() => void order.push(name));
        order.push(`after ${name}`);
      }
      return 3;
    }
    const result = drawn(beside());
    expect(result).toBeInstanceOf(Promise);
    expect(await result).toBe(3);
    expect(order).toEqual(["first", "after first", "second", "after second"]);
  });

  it("fails as what goes on elsewhere does", async () => {
    function* failing(): Sliced<void> {
      yield Promise.reject(new Error("no memory"));
    }
    await expect(drawn(failing())).rejects.toThrow("no memory");
  });
});
