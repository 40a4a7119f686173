import { mkdir, symlink } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { sliceDataset } from "./datasets/slice-dataset.js";
import { serialiseNpy } from "./npy/serialise-npy.js";
import { fitStandardisation } from "./preprocessing/standardisation.js";
import { DataFolder, rowsOf } from "./testing/data-folder.js";

const folder = new DataFolder();
const x = serialiseNpy([2, 1, 1], Float32Array.of(1, 3));
const y = serialiseNpy([2], Float32Array.of(0, 1));

describe("openData with a data root", () => {
  it("reads files in it and refuses those outside, links followed", async () => {
    const root = folder.file("root");
    await mkdir(root);
    await folder.writeNpz("outside.npz", { x, y });
    await folder.writeNpz("root/inside.npz", { x, y });
    await symlink(folder.file("outside.npz"), folder.file("root/link.npz"));
    await symlink(folder.file("root/inside.npz"), folder.file("way-in.npz"));
    const within = { dataRoot: root };
    expect((await folder.open({ npz: "root/inside.npz" }, within)).dataset.sequences).toBe(2);
    expect((await folder.open({ npz: "way-in.npz" }, within)).dataset.sequences).toBe(2);
    const outside = [
      "outside.npz",
      "root/../outside.npz",
      "root/link.npz",
      folder.file("outside.npz"),
      "missing.npz",
    ];
    for (const npz of outside) {
      expect((await folder.refusal({ npz }, within)).code).toBe("DATA_OUTSIDE_ROOT");
    }
    expect((await folder.refusal({ npz: "root/missing.npz" }, within)).code).toBe("DATA_NOT_FOUND");
    expect((await folder.refusal({ csv: "outside.npz", label: "y" }, within)).code).toBe("DATA_OUTSIDE_ROOT");
  });
});

describe("openData with what was fitted before", () => {
  it("standardises as the training part was, whatever these data are", async () => {
    await folder.writeNpz("train.npz", { x, y });
    const { dataset, preprocessing } = await folder.open({ npz: "train.npz" });
    expect(preprocessing).toEqual({});
    const standardisation = [...fitStandardisation(sliceDataset(dataset, 0, 1))].map((scale) => ({
      ...scale,
      mean: [...scale.mean],
      std: [...scale.std],
    }));
    expect(standardisation).toEqual([{ array: "x", mean: [1], std: [1] }]);
    const again = await folder.open({ npz: "train.npz" }, { preprocessing: { standardisation } });
    expect(rowsOf(again.dataset)).toEqual([
      [0, 0],
      [2, 1],
    ]);
    expect(again.preprocessing).toEqual({ standardisation });
  });

  it("uses the training data's vocabulary and class labels", async () => {
    await folder.write("train.csv", "text,label\ngood good fine,yes\nbad,no\n");
    await folder.write("test.csv", "text,label\nbad awful good,no\n");
    const source = { textColumn: "text", label: "label" };
    const train = await folder.open({ csv: "train.csv", ...source });
    expect(train.preprocessing).toEqual({
      vocabulary: {
        by: "word",
        standardize: "lower_and_strip_punctuation",
        tokens: ["", "[UNK]", "good", "fine", "bad"],
      },
      classLabels: ["no", "yes"],
    });
    expect(rowsOf(train.dataset)).toEqual([
      [2, 2, 3, 1],
      [4, 0],
    ]);
    const { preprocessing } = train;
    const test = await folder.open({ csv: "test.csv", ...source }, { preprocessing });
    expect(rowsOf(test.dataset)).toEqual([[4, 1, 2, 0]]);
    expect(test.preprocessing).toEqual(preprocessing);
    const unlabelled = await folder.open(
      { csv: "test.csv", ...source },
      { preprocessing, targets: "absent" },
    );
    expect(rowsOf(unlabelled.dataset)).toEqual([[4, 1, 2]]);
    expect(unlabelled.preprocessing).toEqual(preprocessing);
  });
});
