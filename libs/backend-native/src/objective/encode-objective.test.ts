import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lossCases, objectiveWithAllMetrics } from "../testing/objective-cases.js";
import { loadTestingAddon } from "../testing/testing-addon.js";
import { encodeObjective } from "./encode-objective.js";

const addon = loadTestingAddon();

function read(words: Int32Array, numbers: Float64Array): void {
  new addon.Objective(words, numbers, []);
}

it("says that it cannot write an objective that does not say what it is", () => {
  expect(encodeObjective({})).toBeUndefined();
});

describe("a program", () => {
  const programs = lossCases.map((lossCase) => {
    const program = encodeObjective(objectiveWithAllMetrics(lossCase, { width: 3, entriesPerRow: 1 }));
    if (program === undefined) throw new Error("expected a program");
    return program;
  });

  it("is refused where a word or a number is missing or left over", () => {
    for (const { words, numbers } of programs) {
      expect(() => {
        read(words.subarray(0, -1), numbers);
      }).toThrow(/^program: .*expected/);
      expect(() => {
        read(Int32Array.of(...words, 0), numbers);
      }).toThrow("program: program: expected the end, got 1 words more");
      expect(() => {
        read(words, Float64Array.of(...numbers, 0));
      }).toThrow("program: program: expected the end, got 1 numbers more");
    }
  });

  it("is read or refused, whatever it says", () => {
    const place = fc.nat(1000);
    const word = fc.oneof(fc.integer(), fc.integer({ min: -2, max: 40 }));
    fc.assert(
      fc.property(
        fc.constantFrom(...programs),
        fc.array(fc.tuple(place, word)),
        ({ words, numbers }, changes) => {
          const changed = Int32Array.from(words);
          for (const [at, value] of changes) changed[at % changed.length] = value;
          try {
            read(changed, numbers);
          } catch (error) {
            expect(error).toMatchObject({ code: "wrong-program" });
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("is refused where a metric does not fit the targets", () => {
    const [ofValues, ofNumbers] = ["mean_squared_error", "sparse_categorical_crossentropy"].map((type) =>
      programs.find((_, i) => lossCases[i]?.loss.type === type),
    );
    const start = 4; // meaning, width, isTimed, loss
    const metrics = ofNumbers!.words.subarray(start + 1);
    expect(() => {
      read(Int32Array.of(...ofValues!.words.subarray(0, start), ...metrics), ofNumbers!.numbers);
    }).toThrow(/^program: metric: expected one of 3 target values, got one of class numbers/);
  });
});
