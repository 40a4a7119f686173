import { describe, expect, it } from "vitest";
import { DataFolder, lengthsOf, rowsOf } from "../testing/data-folder.js";

const folder = new DataFolder();

async function jsonl(contents: string | Uint8Array, source: object = {}, options = {}) {
  await folder.write("data.jsonl", contents);
  return folder.open({ jsonl: "data.jsonl", ...source }, options);
}

describe("a jsonl source", () => {
  it("reads ragged sequences of several features, with sample weights", async () => {
    const lines = [
      {
        x: [
          [1, 2],
          [3, 4],
        ],
        y: 1,
        w: 0.5,
      },
      { x: [[5, 6]], y: 0, w: 1 },
    ];
    const { dataset, preprocessing } = await jsonl(lines.map((line) => JSON.stringify(line)).join("\n\n"), {
      sampleWeight: "w",
    });
    expect(dataset.layout).toMatchObject({
      inputs: [{ shape: [2, 2] }],
      target: { shape: [1] },
      timeSteps: 2,
    });
    expect(lengthsOf(dataset)).toEqual([2, 1]);
    expect(rowsOf(dataset)).toEqual([
      [1, 2, 3, 4, 1, 0.5],
      [5, 6, 0, 1],
    ]);
    expect(preprocessing).toEqual({});
  });

  it("reads targets and weights per time step", async () => {
    const lines = '{"v": [1, 2], "t": [[0, 1], [1, 0]], "w": [1, 2]}\n{"v": [3], "t": [[0, 0]], "w": [3]}\n';
    const source = { x: "v", y: "t", sampleWeight: "w", targetPer: "timeStep" };
    const { dataset } = await jsonl(lines, source);
    expect(dataset.layout.target).toEqual({ name: "y", shape: [2, 2], timed: true });
    expect(dataset.layout.weight).toEqual({ name: "sampleWeight", shape: [2], timed: true });
    expect(rowsOf(dataset)).toEqual([
      [1, 2, 0, 1, 1, 0, 1, 2],
      [3, 0, 0, 3],
    ]);
  });

  it("reads tokens and a label for each", async () => {
    const lines = '{"words": ["The", "cat"], "tags": ["DET", "NOUN"]}\n{"words": ["The"], "tags": ["DET"]}\n';
    const tokens = { standardize: "none" };
    const source = { x: "words", y: "tags", targetPer: "timeStep", tokens };
    const { dataset, preprocessing } = await jsonl(lines, source);
    expect(preprocessing.classLabels).toEqual(["DET", "NOUN"]);
    expect(preprocessing.vocabulary?.tokens).toEqual(["", "[UNK]", "The", "cat"]);
    expect(dataset.layout.target).toEqual({ name: "y", shape: [2, 1], timed: true });
    expect(rowsOf(dataset)).toEqual([
      [2, 3, 0, 1],
      [2, 0],
    ]);
  });

  it("reads texts by character, and lists of numbers as targets", async () => {
    const lines = '{"x": "aab", "y": [1, 2]}\n{"x": "", "y": [3, 4]}\n';
    const { dataset } = await jsonl(lines, { tokens: { by: "character" } });
    expect(lengthsOf(dataset)).toEqual([3, 0]);
    expect(rowsOf(dataset)).toEqual([
      [2, 2, 3, 1, 2],
      [3, 4],
    ]);
  });

  it("reads a part of the lines, and without targets", async () => {
    const lines = '{"x": [1]}\nno JSON\n{"x": [3]}\n';
    const { dataset } = await jsonl(lines, { rows: { from: 2 } }, { targets: "absent" });
    expect(rowsOf(dataset)).toEqual([[3]]);
  });

  const good = '{"x": [1], "y": 1}\n';

  it.each<[string, string | Uint8Array, object, RegExp]>([
    ["an empty file", "", {}, /data\.jsonl: expected at least one sequence, got none/],
    [
      "a truncated line",
      `${good}{"x": [1`,
      {},
      /line 2: expected a JSON object, got "\{\\"x\\": \[1": SyntaxError/,
    ],
    ["a list", "[1]\n", {}, /line 1: expected a JSON object, got a list of 1/],
    ["a missing key", '{"X": [1], "y": 0}\n', {}, /line 1: no key x; there: X, y; did you mean "X"\?/],
    ["a key of every object's", '{"x": [1]}\n', { y: "constructor" }, /line 1: no key constructor; there: x/],
    ["an empty sequence", '{"x": [], "y": 0}\n', {}, /line 1: x: expected at least one time step/],
    [
      "a text without tokens",
      '{"x": "a", "y": 0}\n',
      {},
      /expected a list of time steps, got "a" \(a text needs/,
    ],
    [
      "numbers with tokens",
      '{"x": [1], "y": 0}\n',
      { tokens: {} },
      /x: expected a text or a list of tokens, got a/,
    ],
    ["null", '{"x": [1, null], "y": 0}\n', {}, /line 1: x\[1\]: expected a finite number, got nothing/],
    ["infinity", '{"x": [1e999], "y": 0}\n', {}, /line 1: x\[0\]: expected a finite number, got Infinity/],
    ["a text in numbers", '{"x": ["1"], "y": 0}\n', {}, /x\[0\]: expected a finite number, got "1"/],
    [
      "ragged features",
      `${good}{"x": [[1, 2]], "y": 0}\n`,
      {},
      /line 2: x\[0\]: expected 1 features .*, got 2/,
    ],
    ["no features", '{"x": [[]], "y": 0}\n', {}, /x\[0\]: expected at least one feature/],
    [
      "deeper lists",
      '{"x": [[[1]]], "y": 0}\n',
      {},
      /x\[0\]\[0\]: expected a finite number, got a list of 1/,
    ],
    [
      "ragged targets",
      '{"x": [1], "y": [1, 2]}\n{"x": [1], "y": [1]}\n',
      {},
      /line 2: y: expected 2 values .*got 1/,
    ],
    ["labels among numbers", `${good}{"x": [1], "y": "a"}\n`, {}, /line 2: y: expected a number .*, got "a"/],
    [
      "numbers among labels",
      '{"x": [1], "y": "a"}\n{"x": [1], "y": 2}\n',
      {},
      /expected a class label .*got 2/,
    ],
    [
      "too few targets",
      '{"x": [1, 2], "y": [1]}\n',
      { targetPer: "timeStep" },
      /list of 2 targets.*got a list of 1/,
    ],
    [
      "bad weights",
      '{"x": [1], "y": 0, "w": "a"}\n',
      { sampleWeight: "w" },
      /sampleWeight: expected a finite number/,
    ],
    [
      "weights of two kinds",
      '{"x": [1], "y": 0, "w": 1}\n{"x": [1], "y": 0, "w": [1]}\n',
      { sampleWeight: "w" },
      /line 2: sampleWeight: expected a number, got a list of 1/,
    ],
    ["a zero byte", `${good}{"x": "\0"}\n`, {}, /data\.jsonl: line 2: expected text, got binary data/],
    [
      "wrong encoding",
      Buffer.from(`${good}{"é": 1}\n`, "latin1"),
      {},
      /data\.jsonl: line 2: expected UTF-8 text/,
    ],
    ["half a character at the end", Buffer.from(`${good}{"é`).subarray(0, -1), {}, /expected UTF-8 text/],
  ])("refuses %s", async (_, contents, source, message) => {
    await folder.write("data.jsonl", contents);
    expect((await folder.refusal({ jsonl: "data.jsonl", ...source })).message).toMatch(message);
  });

  it("refuses a line that never ends, without keeping it", async () => {
    await folder.write("data.jsonl", Buffer.concat([Buffer.from(good), Buffer.alloc(70 * 2 ** 20, "1")]));
    expect((await folder.refusal({ jsonl: "data.jsonl" })).message).toMatch(
      /line 2: expected at most 67108864 characters, got more/,
    );
  });
});
