import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { memoryDataset } from "../datasets/packed-dataset.js";
import { targetOf } from "../datasets/target-of.js";
import type { RowLayout } from "../row-layout.js";
import { refusalOf, rowsOf } from "../testing/data-folder.js";
import { LabelNumbers, sortLabels } from "./class-labels.js";
import { preprocessingSchema } from "./preprocessing.js";
import { splitTokens } from "./split-tokens.js";
import { fitStandardisation, restoreTargets, standardise } from "./standardisation.js";
import { textOf, tokenIds, TokenNumbers } from "./vocabulary.js";

const place = () => "here";

function features(rows: readonly (readonly number[])[], targets: readonly number[]) {
  const layout: RowLayout = {
    inputs: [{ name: "x", shape: [2, 2], timed: true }],
    target: { name: "y", shape: [1], timed: false },
    timeSteps: 2,
    padding: { side: "post", value: 0 },
  };
  const packed = rows.map((values, row) => ({
    length: values.length / 2,
    values: Float32Array.of(...values, targets[row]!),
  }));
  return memoryDataset(layout, packed);
}

describe("standardisation", () => {
  const dataset = features(
    [
      [1, 5, 3, 5],
      [5, 5],
    ],
    [10, 20],
  );

  it("takes mean and deviation of each feature over all time steps; a constant feature keeps its scale", () => {
    const fitted = fitStandardisation(dataset);
    expect(fitted).toEqual([{ array: "x", mean: [3, 5], std: [Math.sqrt(8 / 3), 1] }]);
    const scaled = rowsOf(standardise(dataset, fitted));
    const unit = Math.fround(2 / Math.sqrt(8 / 3));
    expect(scaled).toEqual([
      [-unit, 0, 0, 0, 10],
      [unit, 0, 20],
    ]);
    expect(dataset.row(0)[0]).toBe(1);
  });

  it("leaves named inputs as they are", () => {
    expect(fitStandardisation(dataset, { except: ["x"] })).toEqual([]);
  });

  it("takes targets along where asked, and restores predictions", () => {
    const fitted = fitStandardisation(dataset, { targets: true });
    expect(fitted[1]).toEqual({ array: "y", mean: [15], std: [5] });
    const scaled = standardise(dataset, fitted);
    expect(targetOf(scaled, 1)).toEqual(Float32Array.of(1));
    expect(scaled.row(1).at(-1)).toBe(1);
    expect(restoreTargets(Float32Array.of(-1, 1), fitted)).toEqual(Float32Array.of(10, 20));
    expect(restoreTargets(Float32Array.of(-1), fitStandardisation(dataset))).toEqual(Float32Array.of(-1));
  });

  it("keeps precision for values far from 0", () => {
    const far = features([[1e6, 0, 1e6 + 1, 0]], [0]);
    expect(fitStandardisation(far)[0]).toMatchObject({ mean: [1e6 + 0.5, 0], std: [0.5, 1] });
  });

  it("refuses data of other features", async () => {
    const fitted = [{ array: "x", mean: [0, 0, 0], std: [1, 1, 1] }];
    expect((await refusalOf(() => standardise(dataset, fitted))).message).toBe(
      "array x: expected 3 features as the model was fitted to, got 2",
    );
    const other = [{ array: "z", mean: [0], std: [1] }];
    expect((await refusalOf(() => standardise(dataset, other))).message).toMatch(
      /array z: .*got no such array/,
    );
  });
});

describe("splitTokens", () => {
  it.each([
    ["lower_and_strip_punctuation", ["dont", "stop", "nownow"]],
    ["lower", ["don't", "stop,", "now-now!"]],
    ["strip_punctuation", ["Dont", "STOP", "nownow"]],
    ["none", ["Don't", "STOP,", "now-now!"]],
  ] as const)("standardises as Keras's TextVectorization: %s", (standardize, words) => {
    expect(splitTokens(" Don't  STOP,\nnow-now! ", { by: "word", standardize })).toEqual(words);
  });

  it("takes code points as characters", () => {
    expect(splitTokens("aé😀\n", { by: "character", standardize: "none" })).toEqual(["a", "é", "😀", "\n"]);
  });
});

describe("a vocabulary", () => {
  const splitting = { by: "word", standardize: "lower" } as const;

  it("is numbered by count, ties by the later token first, as TextVectorization.adapt does", () => {
    const numbers = new TokenNumbers(splitting);
    const read = ["b a c", "b a d", "b"].flatMap((text) => numbers.ofText(text, place));
    const { vocabulary, ids } = numbers.finish();
    expect(vocabulary.tokens).toEqual(["", "[UNK]", "b", "a", "d", "c"]);
    expect(read.map((number) => ids![number])).toEqual([2, 3, 5, 2, 3, 4, 2]);
  });

  it("is that of Keras 3.15.1's TextVectorization", () => {
    const numbers = new TokenNumbers({ by: "word", standardize: "lower_and_strip_punctuation" });
    const texts = ["The cat sat.", "the Dog sat, the cat!", "a bird: don't  sing", "(it's) fine-tuned"];
    for (const text of texts) numbers.ofText(text, place);
    const { vocabulary } = numbers.finish();
    const words = "the sat cat sing its finetuned dont dog bird a".split(" ");
    expect(vocabulary.tokens).toEqual(["", "[UNK]", ...words]);
    expect(tokenIds("The fine cat can't sing a song", vocabulary)).toEqual([2, 1, 4, 1, 5, 11, 1]);
    const characters = new TokenNumbers({ by: "character", standardize: "none" });
    characters.ofText("banana bread", place);
    expect(characters.finish().vocabulary.tokens).toEqual(["", "[UNK]", "a", "n", "b", "r", "e", "d", " "]);
    const few = new TokenNumbers({ ...splitting, vocabularySize: 5 });
    few.ofText("b b b a a c d", place);
    expect(few.finish().vocabulary.tokens).toEqual(["", "[UNK]", "b", "a", "d"]);
  });

  it("keeps the most frequent, the rest is unknown", () => {
    const numbers = new TokenNumbers({ ...splitting, vocabularySize: 3 });
    const read = numbers.ofText("a b b", place);
    const { vocabulary, ids } = numbers.finish();
    expect(vocabulary.tokens).toEqual(["", "[UNK]", "b"]);
    expect(read.map((number) => ids![number])).toEqual([1, 2, 2]);
  });

  it("is applied to other texts", () => {
    const vocabulary = { ...splitting, tokens: ["", "[UNK]", "b", "a"] };
    const numbers = new TokenNumbers(splitting, vocabulary);
    expect(numbers.ofText("A x b", place)).toEqual([3, 1, 2]);
    expect(numbers.finish()).toEqual({ vocabulary });
    expect(tokenIds("A x b [UNK]", vocabulary)).toEqual([3, 1, 2, 1]);
    expect(textOf([3, 0, 2, 1], vocabulary)).toBe("a b [UNK]");
    expect(textOf([3, 2], { ...vocabulary, by: "character" })).toBe("ab");
    expect(() => textOf([9], vocabulary)).toThrow("expected one from 0 to 3, got 9");
  });

  it("gives every token back", () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{1,3}$/), { minLength: 1 }), (words) => {
        const numbers = new TokenNumbers(splitting);
        const read = numbers.ofText(words.join(" "), place);
        const { vocabulary, ids } = numbers.finish();
        expect(
          textOf(
            read.map((number) => ids![number]!),
            vocabulary,
          ),
        ).toBe(words.join(" "));
      }),
    );
  });
});

describe("class labels", () => {
  it("are sorted as numbers where all are, otherwise as texts", () => {
    expect(sortLabels(["10", "9", "1", "10"])).toEqual(["1", "9", "10"]);
    expect(sortLabels(["b", "10", "9", "a"])).toEqual(["10", "9", "a", "b"]);
  });

  it("get numbers in that order", () => {
    const numbers = new LabelNumbers();
    const read = ["no", "yes", "maybe", "no"].map((label) => numbers.numberOf(label, place));
    const { labels, classNumbers } = numbers.finish();
    expect(labels).toEqual(["maybe", "no", "yes"]);
    expect(read.map((number) => classNumbers![number])).toEqual([1, 2, 0, 1]);
  });

  it("must be those of the training data", async () => {
    const numbers = new LabelNumbers(["no", "yes"]);
    expect(numbers.numberOf("yes", place)).toBe(1);
    expect((await refusalOf(() => numbers.numberOf("maybe", place))).message).toBe(
      'here: expected a class label of the training data (no, yes), got "maybe"',
    );
  });
});

describe("preprocessingSchema", () => {
  const good = {
    standardisation: [{ array: "x", mean: [0.1], std: [2] }],
    vocabulary: { by: "word", standardize: "lower", tokens: ["", "[UNK]", "a"] },
    classLabels: ["a", "b"],
  };

  it("takes what JSON gives back", () => {
    expect(preprocessingSchema.parse(JSON.parse(JSON.stringify(good)))).toEqual(good);
    expect(preprocessingSchema.parse({})).toEqual({});
  });

  it.each([
    { ...good, more: 1 },
    { ...good, standardisation: [{ array: "x", mean: [0, 1], std: [2] }] },
    { ...good, standardisation: [{ array: "x", mean: [0], std: [0] }] },
    { ...good, vocabulary: { ...good.vocabulary, tokens: ["a", "b"] } },
    { ...good, vocabulary: { ...good.vocabulary, tokens: ["", "[UNK]", "a", "a"] } },
    { ...good, classLabels: [] },
    { ...good, classLabels: ["a", "a"] },
  ])("refuses anything else: %#", (bad) => {
    expect(preprocessingSchema.safeParse(bad).success).toBe(false);
  });
});
