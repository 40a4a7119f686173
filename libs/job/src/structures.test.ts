import { describe, expect, it, vi } from "vitest";
import * as z from "zod";
import { wholeNumber } from "./fields.js";
import { typesOf, variant } from "./structures.js";

function bench() {
  const optionsOfA = vi.fn(() => ({ size: wholeNumber(1, 3).default(2) }));
  const optionsOfB = vi.fn(() => ({ low: wholeNumber(0, 9), high: wholeNumber(0, 9) }));
  const a = variant(
    { type: "A", about: "An A.", description: "As.", refused: { old: "too old" } },
    optionsOfA,
  );
  const b = variant({ type: "B", about: "A B.", description: "Bs." }, optionsOfB, {
    holds: ({ low, high }) => low <= high,
    option: "high",
    error: "expected at least low",
  });
  return { optionsOfA, optionsOfB, schemas: [a, b] as const, either: z.discriminatedUnion("type", [a, b]) };
}

describe("variant", () => {
  it("makes the options of the type that is given, and of no other", () => {
    const { optionsOfA, optionsOfB, schemas, either } = bench();
    expect(typesOf(schemas)).toEqual(["A", "B"]);
    expect(optionsOfA).not.toHaveBeenCalled();
    expect(either.parse({ type: "A" })).toEqual({ type: "A", size: 2 });
    expect(either.parse({ type: "A", size: 3 })).toEqual({ type: "A", size: 3 });
    expect(optionsOfA).toHaveBeenCalledTimes(1);
    expect(optionsOfB).not.toHaveBeenCalled();
  });

  it("says what is unknown, what is refused, and what does not hold", () => {
    const { either } = bench();
    const messages = (value: unknown) =>
      either.safeParse(value).error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
    expect(messages({ type: "A", old: 1, sise: 2 })).toEqual([
      ': not supported: too old\nunknown key; did you mean "size"?',
    ]);
    expect(messages({ type: "B", low: 3, high: 1 })).toEqual(["high: expected at least low"]);
  });

  it("is described as if its options were there from the start", () => {
    const { either } = bench();
    const { oneOf } = z.toJSONSchema(either, { io: "input" }) as { oneOf: unknown[] };
    expect(oneOf).toMatchObject([
      {
        description: "As.",
        properties: { type: { const: "A", description: "An A." }, size: { default: 2 } },
        required: ["type"],
        additionalProperties: false,
      },
      { description: "Bs.", required: ["type", "low", "high"] },
    ]);
  });
});
