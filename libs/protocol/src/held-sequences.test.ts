import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HeldSequences, type HeldRow } from "./held-sequences.js";
import { dataParts, type DataPart } from "./messages.js";

/** Bytes of a sequence of one value. */
const one = 256 + 4;

/** As the coordinator uses it: it knows every row. Gives the places that must be sent. */
function send(mirror: HeldSequences<undefined>, part: DataPart, sequences: Uint32Array, size: number) {
  const places = mirror.missing(part, sequences);
  mirror.use(
    part,
    sequences,
    Array.from(places, () => ({ size, row: undefined })),
  );
  return places;
}

function use(held: HeldSequences<string>, ...sequences: number[]): string[] {
  const list = Uint32Array.from(sequences);
  const fresh = Array.from(held.missing("train", list), (place): HeldRow<string> => ({
    size: 1,
    row: `row ${sequences[place]}`,
  }));
  return held.use("train", list, fresh);
}

describe("HeldSequences", () => {
  it("misses what it was never given, once", () => {
    const held = new HeldSequences<string>(10 * one);
    expect([...held.missing("train", Uint32Array.of(5, 6, 5))]).toEqual([0, 1]);
    expect(use(held, 5, 6, 5)).toEqual(["row 5", "row 6", "row 5"]);
    expect([...held.missing("train", Uint32Array.of(6, 7))]).toEqual([1]);
    expect(held.count).toBe(2);
  });

  it("tells the parts of the data apart", () => {
    const held = new HeldSequences<string>(10 * one);
    use(held, 5);
    expect([...held.missing("test", Uint32Array.of(5))]).toEqual([0]);
  });

  it("drops the least recently used ones beyond its budget", () => {
    const held = new HeldSequences<string>(2 * one);
    use(held, 1, 2);
    use(held, 1);
    use(held, 3);
    expect([...held.missing("train", Uint32Array.of(1, 2, 3))]).toEqual([1]);
    expect(held.bytes).toBe(2 * one);
  });

  it("gives all rows of an assignment that is larger than its budget", () => {
    const held = new HeldSequences<string>(one);
    expect(use(held, 1, 2, 3)).toEqual(["row 1", "row 2", "row 3"]);
    expect([...held.missing("train", Uint32Array.of(1, 2, 3))]).toEqual([0, 1]);
    const nothing = new HeldSequences<string>(0);
    expect(use(nothing, 1, 2)).toEqual(["row 1", "row 2"]);
    expect(nothing.bytes).toBe(0);
  });

  it("refuses rows for others than those that are missing, and changes nothing", () => {
    const held = new HeldSequences<string>(10 * one);
    use(held, 1);
    expect(() => held.use("train", Uint32Array.of(1, 2), [])).toThrow(
      "fresh: expected 1 rows that are not held, got 0",
    );
    expect(() => held.use("train", Uint32Array.of(1), [{ size: 1, row: "again" }])).toThrow(
      "fresh: expected 0 rows that are not held, got 1",
    );
    expect(held.bytes).toBe(one);
  });

  it("stays equal on both sides, whatever is assigned, and never serves another row", () => {
    const assignment = fc.record({
      part: fc.constantFrom(...dataParts),
      sequences: fc.array(fc.nat(12), { minLength: 1, maxLength: 9 }),
      size: fc.nat(40),
    });
    fc.assert(
      fc.property(fc.nat(2500), fc.array(assignment, { maxLength: 40 }), (budget, assignments) => {
        const sender = new HeldSequences<undefined>(budget);
        const receiver = new HeldSequences<string>(budget);
        for (const { part, sequences, size } of assignments) {
          const list = Uint32Array.from(sequences);
          const nameOf = (sequence: number): string => `${part} ${sequence}`;
          const sent = send(sender, part, list, size);
          expect(receiver.missing(part, list)).toEqual(sent);
          const rows = receiver.use(
            part,
            list,
            Array.from(sent, (place) => ({ size, row: nameOf(list[place] ?? -1) })),
          );
          expect(rows).toEqual(sequences.map(nameOf));
          expect([receiver.bytes, receiver.count]).toEqual([sender.bytes, sender.count]);
          expect(receiver.bytes).toBeLessThanOrEqual(budget);
        }
      }),
    );
  });
});
