import { describe, expect, it } from "vitest";
import type { OpenDataOptions } from "../open-data.js";
import { DataFolder, rowsOf } from "../testing/data-folder.js";

const folder = new DataFolder();
const options = { sequences: 200, timeSteps: 5, features: 2 };

async function random(more: object = {}, open: Partial<OpenDataOptions> = { seed: 7 }) {
  return (await folder.open({ random: { ...options, ...more } }, open)).dataset;
}

describe("a random source", () => {
  it("gives features in [0, 1) and both labels", async () => {
    const dataset = await random();
    expect(dataset.layout).toMatchObject({
      inputs: [{ shape: [5, 2] }],
      target: { shape: [1], timed: false },
    });
    const rows = rowsOf(dataset);
    expect(rows.every((row) => row.length === 11 && row.every((value) => value >= 0 && value <= 1))).toBe(
      true,
    );
    const ones = rows.filter((row) => row.at(-1) === 1).length;
    expect(rows.every((row) => row.at(-1) === 0 || row.at(-1) === 1)).toBe(true);
    expect(Math.abs(ones - 100)).toBeLessThan(40);
  });

  it("repeats for a seed, and differs by seed and part", async () => {
    const rows = rowsOf(await random());
    expect(rowsOf(await random({}, { seed: 7, part: "train" }))).toEqual(rows);
    expect(rowsOf(await random({}, { seed: 8 }))).not.toEqual(rows);
    expect(rowsOf(await random({}, { seed: 7, part: "test" }))).not.toEqual(rows);
  });

  it("keeps its inputs without targets", async () => {
    const bare = await random({}, { seed: 7, targets: "absent" });
    expect(rowsOf(bare)).toEqual(rowsOf(await random()).map((row) => row.slice(0, -1)));
  });

  it("keeps its bits: values of a fixed seed never change between versions", async () => {
    const rows = rowsOf(await random());
    expect([...rows[0]!.slice(0, 4), ...rows.slice(0, 8).map((row) => row.at(-1))]).toMatchInlineSnapshot(`
      [
        0.20142346620559692,
        0.8038173317909241,
        0.0262911319732666,
        0.8171517252922058,
        1,
        0,
        1,
        0,
        1,
        0,
        0,
        0,
      ]
    `);
  });

  it("gives class numbers, evenly", async () => {
    const rows = rowsOf(await random({ labels: "categorical", classes: 4 }));
    const counts = [0, 1, 2, 3].map((label) => rows.filter((row) => row.at(-1) === label).length);
    expect(counts.reduce((sum, count) => sum + count)).toBe(200);
    expect(counts.every((count) => Math.abs(count - 50) < 25)).toBe(true);
  });

  it("poses the adding problem: a mark in each half, the target is the sum of the marked values", async () => {
    for (const row of rowsOf(await random({ labels: "adding" }))) {
      const values = [0, 2, 4, 6, 8].map((at) => row[at]!);
      const marks = [1, 3, 5, 7, 9].map((at) => row[at]!);
      expect(marks.slice(0, 2).reduce((sum, mark) => sum + mark)).toBe(1);
      expect(marks.slice(2).reduce((sum, mark) => sum + mark)).toBe(1);
      const sum = values.reduce((total, value, step) => total + value * marks[step]!, 0);
      expect(row.at(-1)).toBe(Math.fround(sum));
    }
  });

  it("refuses more than memory holds", async () => {
    const huge = { random: { ...options, sequences: 2 ** 31 - 1, timeSteps: 2 ** 20 } };
    expect((await folder.refusal(huge)).message).toMatch(/expected at most 1073741824 values, got 4503/);
  });
});
