import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inspectTrainingData } from "./inspect-training-data.js";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lockstep-inspect-"));
  const lines = ["x0,x1,kind", "1,2,a", "3,4,b", "5,6,a", "7,8,b"];
  await writeFile(join(folder, "data.csv"), lines.join("\n"));
});
afterAll(() => rm(folder, { recursive: true }));

const inspect = (change: object = {}, units = 2, source: object = {}) =>
  inspectTrainingData(
    {
      data: { train: { csv: "data.csv", label: "kind", ...source }, standardise: true, test: "same" },
      model: {
        layers: [
          { type: "SimpleRNN", units: 2 },
          { type: "Dense", units, activation: "softmax" },
        ],
      },
      loss: "sparse_categorical_crossentropy",
      ...change,
    },
    folder,
  );

describe("inspectTrainingData", () => {
  it("gives the parts as a training sees them", async () => {
    const fit = { validationSplit: 0.5, classWeight: { 1: 3 } };
    const { parts, preprocessing, problem } = await inspect({ fit });
    expect(problem).toBeUndefined();
    expect(Object.entries(parts).map(([part, { sequences }]) => [part, sequences])).toEqual([
      ["train", 2],
      ["validation", 2],
      ["test", 4],
    ]);
    expect(preprocessing).toMatchObject({ classLabels: ["a", "b"], standardisation: [{ mean: [2.5] }] });
    expect([...(parts.train?.row(1).slice(-2) ?? [])]).toEqual([1, 3]);
  });

  it("gives data that do not suit the model, and says why", async () => {
    const { parts, problem } = await inspect({}, 1);
    expect(parts.train?.sequences).toBe(4);
    expect(problem).toContain("expected an output of 2 values or more, got 1");
  });

  it("says where a vocabulary has more tokens than the Embedding", async () => {
    await writeFile(join(folder, "texts.csv"), "words,kind\na b c d,x\nd e f,y\n");
    const embedding = (inputDim: number) =>
      inspect({
        data: { train: { csv: "texts.csv", textColumn: "words", label: "kind" } },
        model: {
          layers: [
            { type: "Embedding", inputDim, outputDim: 2 },
            { type: "SimpleRNN", units: 2 },
            { type: "Dense", units: 2, activation: "softmax" },
          ],
        },
      });
    // Six words, padding and the unknown word.
    expect((await embedding(8)).problem).toBeUndefined();
    expect((await embedding(7)).problem).toContain(
      "model: Embedding embedding: inputDim: expected at least 8, the tokens of the vocabulary, got 7",
    );
  });

  it("says where more classes come than a probability tells apart", async () => {
    await writeFile(join(folder, "three.csv"), "x0,kind\n1,a\n2,b\n3,c\n");
    const change = {
      loss: "binary_crossentropy",
      data: { train: { csv: "three.csv", label: "kind" } },
      model: { layers: [{ type: "SimpleRNN", units: 1, activation: "sigmoid" }] },
    };
    expect((await inspect(change)).problem).toBe(
      "data.train: y: sequence 2: expected a number from 0 to 1, got 2",
    );
  });

  it("lets targets pass that the loss ignores", async () => {
    await writeFile(join(folder, "ignored.jsonl"), '{"x":[1,2],"y":[0,-1]}\n{"x":[1],"y":[1]}\n');
    const change = (ignoreClass: number) => ({
      data: { train: { jsonl: "ignored.jsonl", targetPer: "timeStep" } },
      loss: { type: "sparse_categorical_crossentropy", ignoreClass },
      model: {
        layers: [
          { type: "SimpleRNN", units: 2, returnSequences: true },
          { type: "Dense", units: 2, activation: "softmax" },
        ],
      },
    });
    expect((await inspect(change(-1))).problem).toBeUndefined();
    expect((await inspect(change(0))).problem).toContain("expected a class number from 0 to 1, got -1");
  });

  it("refuses data that cannot be read, and a job that is none", async () => {
    const refused = { name: "CoordinatorError", code: "INVALID_REQUEST" };
    await expect(inspect({}, 2, { label: "sort" })).rejects.toMatchObject(refused);
    await expect(inspect({ loss: "none" })).rejects.toMatchObject(refused);
  });
});
