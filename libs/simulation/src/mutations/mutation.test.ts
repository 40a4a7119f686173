import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { mutated, type Mutation } from "./mutation.js";
import { mutations } from "./mutations.js";

const require = createRequire(import.meta.url);

/** The built file that a mutation changes. */
function sourceOf({ package: name, file }: Mutation): string {
  return readFileSync(join(dirname(require.resolve(`@lockstep/${name}`)), file), "utf8");
}

describe("mutations", () => {
  it("have names of their own", () => {
    expect(new Set(mutations.map(({ name }) => name)).size).toBe(mutations.length);
    expect(mutations.length).toBeGreaterThanOrEqual(12);
  });

  it.each(mutations.map((mutation) => [mutation.name, mutation] as const))(
    "can be made: %s",
    (_, mutation) => {
      const source = sourceOf(mutation);
      expect(mutated(source, mutation)).not.toBe(source);
    },
  );

  it("are refused where their text is not there, or more than once", () => {
    const mutation = { name: "m", package: "p", file: "f.js", find: "a", replace: "$&b" };
    expect(mutated("xay", mutation)).toBe("x$&by");
    expect(() => mutated("xy", mutation)).toThrow('m: expected "a" once in f.js, got it 0 times');
    expect(() => mutated("axa", mutation)).toThrow("got it 2 times");
  });
});
