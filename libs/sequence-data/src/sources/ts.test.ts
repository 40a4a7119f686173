import { describe, expect, it } from "vitest";
import { DataFolder, lengthsOf, rowsOf } from "../testing/data-folder.js";

const folder = new DataFolder();

async function ts(contents: string, source: object = {}, options = {}) {
  await folder.write("data.ts", contents);
  return folder.open({ ts: "data.ts", ...source }, options);
}

const header = (...more: string[]) =>
  ["# from somewhere", "@problemName Test", "@timeStamps false", "@missing false", ...more, "@data", ""].join(
    "\n",
  );

const classes = "@classLabel true 10 9 a";

describe("a ts source", () => {
  it("reads ragged sequences of several dimensions, and class labels by the header's order", async () => {
    const text = `${header("@univariate false", "@dimensions 2", "@equalLength false", "@classLabel true 10 9 2")}1,2:3,4:10\n\n5.5:-6e1:2\n`;
    const { dataset, preprocessing } = await ts(text);
    expect(preprocessing).toEqual({ classLabels: ["2", "9", "10"] });
    expect(dataset.layout).toMatchObject({
      inputs: [{ name: "x", shape: [2, 2], timed: true }],
      target: { name: "y", shape: [1], timed: false },
    });
    expect(lengthsOf(dataset)).toEqual([2, 1]);
    expect(rowsOf(dataset)).toEqual([
      [1, 3, 2, 4, 2],
      [5.5, -60, 0],
    ]);
  });

  it("reads targets that are numbers, in capitals and with Windows' line breaks", async () => {
    const text = "@UNIVARIATE TRUE\r\n@targetlabel true\r\n@DATA\r\n1,2:0.5\r\n";
    const { dataset, preprocessing } = await ts(text);
    expect(rowsOf(dataset)).toEqual([[1, 2, 0.5]]);
    expect(preprocessing).toEqual({});
  });

  it("leaves targets out for predictions, and files without them are fine then", async () => {
    const absent = { targets: "absent" };
    expect(rowsOf((await ts(`${header(classes)}1,2:unheard-of\n`, {}, absent)).dataset)).toEqual([[1, 2]]);
    const bare = await ts(`${header("@classLabel false")}1,2:3,4\n`, {}, absent);
    expect(rowsOf(bare.dataset)).toEqual([[1, 3, 2, 4]]);
  });

  it("reads a part of the lines", async () => {
    const { dataset } = await ts(`${header(classes)}1:9\n2:9\n3:10\n`, { rows: { from: 1, to: 2 } });
    expect(rowsOf(dataset)).toEqual([[2, 1]]);
  });

  it.each<[string, string, RegExp]>([
    ["an empty file", "", /data\.ts: truncated: expected @data, got the end of the file/],
    ["a header without data", "@univariate true\n", /truncated: expected @data/],
    ["no sequences", header(classes), /data\.ts: expected at least one sequence, got none/],
    ["no header", "1,2,3:1\n", /line 1: expected a \.ts header .*, got "1,2,3:1"/],
    ["no targets", `${header()}1,2\n`, /header: expected @classLabel true or @targetLabel true, got neither/],
    [
      "class labels that are not listed",
      `${header("@classLabel true")}1:1\n`,
      /@classLabel: expected true and/,
    ],
    ["time stamps", "@timeStamps true\n", /line 1: @timeStamps: expected false/],
    [
      "a flag that is none",
      `${header("@equalLength maybe", classes)}1:9\n`,
      /@equallength: expected true or false, got "maybe"/,
    ],
    [
      "a bad count",
      `${header("@dimensions 0", classes)}1:9\n`,
      /@dimensions: expected a whole number from 1, got "0"/,
    ],
    [
      "dimensions of one dimension",
      `${header("@univariate true", "@dimensions 2", classes)}1:9\n`,
      /expected 1 as @univariate is true, got 2/,
    ],
    [
      "a missing value",
      `${header(classes)}1,2:9\n1,?:9\n`,
      /line 8: dimension 1, time step 2: expected a finite number, got "\?" \(a missing value\)/,
    ],
    [
      "NaN",
      `${header(classes)}NaN:9\n`,
      /line 7: dimension 1, time step 1: expected a finite number, got "NaN"/,
    ],
    [
      "a missing label",
      `${header(classes)}1,2\n`,
      /line 7: expected dimensions and a target between colons, got "1,2"/,
    ],
    [
      "a label that the header does not list",
      `${header(classes)}1:8\n`,
      /line 7: target: expected a class label of the header \(10, 9, a\), got "8"/,
    ],
    [
      "another number of dimensions",
      `${header("@dimensions 2", classes)}1:9\n`,
      /line 8: expected 2 dimensions and a target at the end, got 1/,
    ],
    [
      "fewer dimensions than before",
      `${header(classes)}1:2:9\n1:9\n`,
      /line 8: expected 2 dimensions .*, got 1/,
    ],
    [
      "dimensions of other lengths",
      `${header(classes)}1,2:3:9\n`,
      /line 7: dimension 2: expected 2 time steps as dimension 1 has, got 1/,
    ],
    [
      "other lengths than promised",
      `${header("@equalLength true", classes)}1,2:9\n1:9\n`,
      /line 9: expected 2 time steps as @equalLength is true, got 1/,
    ],
    [
      "another length than the header's",
      `${header("@equalLength true", "@seriesLength 3", classes)}1,2:9\n`,
      /expected 3 time steps/,
    ],
  ])("refuses %s", async (_, contents, message) => {
    await folder.write("data.ts", contents);
    expect((await folder.refusal({ ts: "data.ts" })).message).toMatch(message);
  });

  it("refuses labels that the training data do not have", async () => {
    await folder.write("data.ts", `${header(classes)}1:a\n`);
    const options = { preprocessing: { classLabels: ["9", "10"] } };
    expect((await folder.refusal({ ts: "data.ts" }, options)).message).toMatch(
      /line 7: target: expected a class label of the training data \(9, 10\), got "a"/,
    );
  });
});
