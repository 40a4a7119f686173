import { describe, expect, it } from "vitest";
import { textOf } from "../preprocessing/vocabulary.js";
import { DataFolder, rowsOf } from "../testing/data-folder.js";

const folder = new DataFolder();

async function text(contents: string | Uint8Array, source: object, options = {}) {
  await folder.write("data.txt", contents);
  return folder.open({ text: "data.txt", ...source }, options);
}

describe("a text source", () => {
  it("cuts windows of characters, the target is the next one", async () => {
    const { dataset, preprocessing } = await text("abcab", { windows: { length: 2 } });
    expect(preprocessing.vocabulary).toEqual({
      by: "character",
      standardize: "none",
      tokens: ["", "[UNK]", "b", "a", "c"],
    });
    expect(dataset.layout).toMatchObject({
      inputs: [{ name: "x", shape: [2, 1], timed: true }],
      target: { name: "y", shape: [1], timed: false },
    });
    expect(rowsOf(dataset)).toEqual([
      [3, 2, 4],
      [2, 4, 3],
      [4, 3, 2],
    ]);
  });

  it("takes the window one character further as target per time step", async () => {
    const { dataset } = await text("abcab", { windows: { length: 2, stride: 2 }, target: "sequence" });
    expect(dataset.layout.target).toEqual({ name: "y", shape: [2, 1], timed: true });
    expect(rowsOf(dataset)).toEqual([
      [3, 2, 2, 4],
      [4, 3, 3, 2],
    ]);
  });

  it("reads words, also those on the border of two chunks", async () => {
    const words = Array.from({ length: 30_000 }, (_, index) => ["one", "two", "three", "été"][index % 4]!);
    const source = { by: "word", windows: { length: 30_000 }, standardize: "lower" };
    const { dataset, preprocessing } = await text(words.join(" \n"), source, { targets: "absent" });
    expect(preprocessing.vocabulary?.tokens).toHaveLength(6);
    expect(textOf(dataset.row(0), preprocessing.vocabulary!)).toBe(words.join(" "));
  });

  it("reads characters of several bytes on the border of two chunks", async () => {
    const contents = "😀é".repeat(30_000);
    const { dataset, preprocessing } = await text(
      contents,
      { windows: { length: 60_000 } },
      { targets: "absent" },
    );
    expect(textOf(dataset.row(0), preprocessing.vocabulary!)).toBe(contents);
  });

  it("keeps the most frequent tokens, and uses the vocabulary of the training text", async () => {
    const { dataset, preprocessing } = await text("aabc", { windows: { length: 3 }, vocabularySize: 3 });
    expect(preprocessing.vocabulary?.tokens).toEqual(["", "[UNK]", "a"]);
    expect(rowsOf(dataset)).toEqual([[2, 2, 1, 1]]);
    const other = await text("xa", { windows: { length: 1 } }, { preprocessing });
    expect(rowsOf(other.dataset)).toEqual([[1, 2]]);
  });

  it.each<[string, string | Uint8Array, RegExp]>([
    [
      "an empty file",
      "",
      /data\.txt: expected rows enough for a window of 4 time steps and its target, got 0/,
    ],
    ["too short a text", "abcd", /and its target, got 4/],
    ["a zero byte", "line\nabc\0def", /data\.txt: line 2: expected text, got binary data/],
    ["wrong encoding", Buffer.from("line\n\né", "latin1"), /data\.txt: line 3: expected UTF-8 text/],
  ])("refuses %s", async (_, contents, message) => {
    await folder.write("data.txt", contents);
    const source = { text: "data.txt", windows: { length: 4 } };
    expect((await folder.refusal(source)).message).toMatch(message);
  });
});
