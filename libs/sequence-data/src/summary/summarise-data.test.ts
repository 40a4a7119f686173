import { describe, expect, it } from "vitest";
import { DataFolder } from "../testing/data-folder.js";
import { summariseData } from "./summarise-data.js";

const folder = new DataFolder();

async function summary(lines: object[], source: object = {}, options: object = {}) {
  await folder.write("data.jsonl", lines.map((line) => JSON.stringify(line)).join("\n"));
  const { dataset, preprocessing } = await folder.open({ jsonl: "data.jsonl", ...source });
  return summariseData(dataset, preprocessing, options);
}

describe("summariseData", () => {
  it("tells shapes, lengths, labels, features and the first sequences", async () => {
    const lines = [
      {
        x: [
          [1, 10],
          [2, 20],
          [3, 30],
        ],
        y: "b",
      },
      { x: [[-4, 0]], y: "a" },
      { x: [[0, 0]], y: "b" },
    ];
    expect(await summary(lines, {}, { rows: 1 })).toEqual({
      sequences: 3,
      arrays: [
        { name: "x", shape: [3, 2], timed: true },
        { name: "y", shape: [1], timed: false },
      ],
      lengths: {
        shortest: 1,
        longest: 3,
        mean: 5 / 3,
        histogram: [
          { from: 1, to: 1, count: 2 },
          { from: 2, to: 2, count: 0 },
          { from: 3, to: 3, count: 1 },
        ],
      },
      inputs: [
        {
          name: "x",
          features: [
            { min: -4, mean: 0.4, max: 3 },
            { min: 0, mean: 12, max: 30 },
          ],
        },
      ],
      classes: [
        { classNumber: 0, label: "a", count: 1 },
        { classNumber: 1, label: "b", count: 2 },
      ],
      examined: 3,
      first: [{ length: 3, arrays: { x: [1, 10, 2, 20, 3, 30], y: [1] }, label: "b" }],
    });
  });

  it("tells the range of targets that are no classes", async () => {
    const { classes, targets } = await summary([
      { x: [1], y: 0.5 },
      { x: [1], y: 1 },
    ]);
    expect(classes).toBeUndefined();
    expect(targets).toEqual([{ min: 0.5, mean: 0.75, max: 1 }]);
  });

  it("counts classes per time step, and shows tokens", async () => {
    const lines = [{ x: "to be", y: ["P", "V"] }];
    const got = await summary(lines, { tokens: {}, targetPer: "timeStep" });
    expect(got.classes).toEqual([
      { classNumber: 0, label: "P", count: 1 },
      { classNumber: 1, label: "V", count: 1 },
    ]);
    expect(got.vocabularySize).toBe(4);
    expect(got.first[0]).toMatchObject({ length: 2, tokens: ["to", "be"] });
  });

  it("puts many lengths into few bins, and goes through the first sequences alone", async () => {
    const lines = Array.from({ length: 50 }, (_, index) => ({
      x: new Array<number>(index + 1).fill(index),
      y: 0,
    }));
    const { lengths, examined, inputs } = await summary(lines, {}, { examine: 10 });
    expect(lengths.histogram).toHaveLength(10);
    expect(lengths.histogram.at(-1)).toEqual({ from: 46, to: 50, count: 5 });
    expect(examined).toBe(10);
    expect(inputs[0]?.features[0]?.max).toBe(9);
  });
});
