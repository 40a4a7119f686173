import { describe, expect, it } from "vitest";
import { parseDataSource } from "../parse-job.js";
import { problemsFrom } from "../testing/problems.js";
import { dataSourceKinds } from "./data-source.js";

const perSequence = { targetPer: "sequence" };
const tokens = { by: "word", standardize: "lower_and_strip_punctuation" };
const random = { sequences: 4, timeSteps: 3, features: 2 };

/** The least of each source, and what is filled in. */
const sources: readonly (readonly [kind: string, given: object, filledIn: object])[] = [
  ["random", { random }, { random: { ...random, labels: "binary" } }],
  ["npz", { npz: "a.npz" }, { x: "x", y: "y", ...perSequence }],
  ["npy", { npy: "a.npy" }, perSequence],
  ["csv", { csv: "a.csv" }, { features: 1, delimiter: ",", header: true }],
  ["jsonl", { jsonl: "a.jsonl" }, { x: "x", y: "y", ...perSequence }],
  ["ts", { ts: "a.ts" }, {}],
  [
    "text",
    { text: "a.txt", windows: { length: 5 } },
    { by: "character", windows: { length: 5, stride: 1 }, target: "next", standardize: "none" },
  ],
  ["parquet", { parquet: "a.parquet" }, { x: ["x"], features: 1, ...perSequence }],
];

describe("a data source's defaults", () => {
  it.each(sources)("are filled in: %s", (_, given, filledIn) => {
    expect(parseDataSource(given)).toEqual({ ...given, ...filledIn });
  });

  it("are told of every kind", () => {
    expect(sources.map(([kind]) => kind)).toEqual(dataSourceKinds);
  });
});

describe("a data source", () => {
  it.each<[string, object]>([
    ["a class of random data", { random: { ...random, labels: "categorical", classes: 3 } }],
    ["the adding problem", { random: { ...random, labels: "adding" } }],
    [
      "several inputs",
      { npz: "a", inputs: { left: "l", right: "r" }, sampleWeight: "w", rows: { from: 1, to: 9 } },
    ],
    ["targets of time steps", { npy: "x.npy", y: "y.npy", sampleWeight: "w.npy", targetPer: "timeStep" }],
    [
      "windows",
      {
        csv: "a",
        columns: ["t"],
        windows: { length: 12, targets: ["t"], horizon: 2, steps: 3, stride: 4, samplingRate: 5 },
      },
    ],
    [
      "text in a column",
      { csv: "a", textColumn: "review", label: "mood", tokens: { ...tokens, vocabularySize: 99 } },
    ],
    ["lines of text", { jsonl: "a", tokens: { ...tokens, by: "character" } }],
    ["columns", { parquet: "a", x: ["t0", "t1"], targets: ["y"] }],
  ])("keeps its options: %s", (_, source) => {
    expect(parseDataSource(source)).toMatchObject(source);
  });

  it("of Parquet may name its one column", () => {
    expect(parseDataSource({ parquet: "a", x: "values" })).toMatchObject({ x: ["values"] });
  });

  it.each<[object, string]>([
    [
      { random: { ...random, labels: "categorical" } },
      "random.classes: expected a whole number of at least 2 for labels categorical, got nothing",
    ],
    [
      { random: { ...random, classes: 3 } },
      "random.classes: expected nothing unless labels is categorical, got 3",
    ],
    [
      { random: { ...random, features: 1, labels: "adding" } },
      "random.features: expected 2 for labels adding (a value and a mark), got 1",
    ],
    [
      { random: { ...random, timeSteps: 1, labels: "adding" } },
      "random.timeSteps: expected at least 2 for labels adding (two are marked), got 1",
    ],
    [{ ts: "a", rows: { from: 5, to: 5 } }, "rows.to: expected a number above from, got 5"],
    [{ csv: "a", label: "y", targets: ["z"] }, "targets: expected nothing beside label"],
    [
      { csv: "a", label: "y", windows: { length: 3 } },
      "label: expected nothing beside windows, whose targets are columns too",
    ],
    [
      { csv: "a", features: 2, windows: { length: 3 } },
      "features: expected 1 beside windows, each column is a feature, got 2",
    ],
    [{ csv: "a", columns: ["t"], textColumn: "t" }, "columns: expected nothing beside textColumn"],
    [
      { csv: "a", features: 2, textColumn: "t" },
      "features: expected 1 beside textColumn, a time step is a token, got 2",
    ],
    [{ csv: "a", tokens: {} }, "textColumn: expected a column's name as tokens is given, got nothing"],
    [
      { csv: "a", delimiter: ";;" },
      'delimiter: expected one character, no line break and no quote, got ";;"',
    ],
    [
      { csv: "a", windows: { size: 3 } },
      "windows.length: expected a whole number of at least 1, got nothing",
    ],
    [{ parquet: "a", label: "y", targets: ["z"] }, "targets: expected nothing beside label"],
    [{ parquet: "a", x: ["a", "b"], tokens: {} }, "x: expected one column as tokens is given, got 2"],
    [{ parquet: "a", x: [] }, "x: expected a list of 1 to 1048576 columns, got 0"],
    [{ text: "a" }, "windows: expected a mapping with the keys length, stride, got nothing"],
    [{ jsonl: "a", targetPer: "step" }, 'targetPer: expected "sequence" or "timeStep", got "step"'],
    [{ npz: "a", inputs: ["x"] }, "inputs: expected a mapping from inputs to arrays, got a list"],
  ])("refuses %j", (source, problem) => {
    expect(problemsFrom(() => parseDataSource(source))).toContainEqual(expect.stringContaining(problem));
  });
});
