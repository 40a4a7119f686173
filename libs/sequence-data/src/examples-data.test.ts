import { fileURLToPath } from "node:url";
import { parseDataSource } from "@lockstep/job";
import { describe, expect, it } from "vitest";
import { openData } from "./open-data.js";
import { summariseData } from "./summary/summarise-data.js";

const baseDir = fileURLToPath(new URL("../../../examples/data", import.meta.url));

async function summary(source: object) {
  const { dataset, preprocessing } = await openData(parseDataSource(source), { baseDir, seed: 0 });
  return summariseData(dataset, preprocessing);
}

describe("the examples' data", () => {
  it("has the vowels of nine speakers, 30 each", async () => {
    const { sequences, arrays, lengths, classes } = await summary({ ts: "JapaneseVowels_TRAIN.ts" });
    expect(sequences).toBe(270);
    expect(arrays[0]).toEqual({ name: "x", shape: [26, 12], timed: true });
    expect(lengths).toMatchObject({ shortest: 7, longest: 26 });
    expect(classes).toEqual(
      Array.from({ length: 9 }, (_, index) => ({ classNumber: index, label: `${index + 1}`, count: 30 })),
    );
    expect((await summary({ ts: "JapaneseVowels_TEST.ts" })).lengths).toMatchObject({ longest: 29 });
  });

  it("has days of 24 hours", async () => {
    const train = await summary({ ts: "ItalyPowerDemand_TRAIN.ts" });
    expect([train.sequences, train.arrays[0]?.shape]).toEqual([67, [24, 1]]);
    expect((await summary({ ts: "ItalyPowerDemand_TEST.ts" })).sequences).toBe(1029);
  });

  it("has digits row by row", async () => {
    const { sequences, arrays, classes, inputs } = await summary({ npz: "digits.npz", rows: { to: 1437 } });
    expect([sequences, arrays[0]?.shape, classes?.length]).toEqual([1437, [8, 8], 10]);
    expect(inputs[0]?.features.every(({ min, max }) => min >= 0 && max <= 1)).toBe(true);
  });

  it("has a series of passengers", async () => {
    const source = { csv: "airline-passengers.csv", columns: ["Passengers"], windows: { length: 12 } };
    const { sequences, first } = await summary(source);
    expect(sequences).toBe(132);
    expect(first[0]?.arrays.y).toEqual([115]);
  });

  it("has texts: rhymes, reviews, sentences with tags", async () => {
    const rhymes = await summary({ text: "rhymes.txt", windows: { length: 40 } });
    expect(rhymes.sequences).toBeGreaterThan(15_000);
    const reviews = await summary({ csv: "reviews.csv", textColumn: "text", label: "label" });
    expect(reviews.classes?.map(({ label, count }) => [label, count])).toEqual([
      ["negative", 200],
      ["positive", 200],
    ]);
    const tokens = { standardize: "none" };
    const source = { jsonl: "sentences.jsonl", x: "words", y: "tags", targetPer: "timeStep", tokens };
    const sentences = await summary(source);
    expect([sentences.sequences, sentences.classes?.length]).toEqual([300, 7]);
  });
});
