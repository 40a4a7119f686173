import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runCli } from "../run-cli.js";
import { FakeIo } from "../testing/fake-io.js";
import { forecastModel, textModel, writeModel } from "../testing/sample-models.js";

let folder = "";
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "lockstep-export-"));
  mkdirSync(join(folder, "data/runs/r1"), { recursive: true });
  await writeModel(join(folder, "data/runs/r1/model.safetensors"), forecastModel());
});
afterEach(() => rmSync(folder, { recursive: true }));

async function lockstep(...args: string[]) {
  const io = new FakeIo();
  io.cwd = folder;
  const exitCode = await runCli(["export", ...args, "--data-dir", "data"], io);
  return { exitCode, out: io.out, err: io.err };
}
const files = () => readdirSync(folder).filter((name) => name !== "data");
const start = (name: string) => readFileSync(join(folder, name)).subarray(0, 4).toString("latin1");

describe("export", () => {
  it.each([
    ["keras", "r1.keras", "PK\u0003\u0004"],
    ["weights", "r1.weights.h5", "\u0089HDF"],
  ])("writes %s in the current folder, and prints its path", async (format, name, begin) => {
    const { exitCode, out, err } = await lockstep("r1", "--format", format);
    expect({ exitCode, out, files: files() }).toEqual({
      exitCode: 0,
      out: `${join(folder, name)}\n`,
      files: [name],
    });
    expect(err).toBe(`reading ${join(folder, "data/runs/r1/model.safetensors")}\nwriting ${name}\n`);
    expect(start(name)).toBe(begin);
  });

  it("writes onnx where it is told to, over what was there", async () => {
    writeFileSync(join(folder, "m.onnx"), "old");
    expect(await lockstep("r1", "--format", "onnx", "--output", "m.onnx")).toMatchObject({ exitCode: 0 });
    expect(readFileSync(join(folder, "m.onnx")).toString("latin1")).toContain("Lockstep".toLowerCase());
    expect(files()).toEqual(["m.onnx"]);
  });

  it("writes tfjs as a folder", async () => {
    expect(await lockstep("r1", "--format", "tfjs")).toMatchObject({ exitCode: 0 });
    expect(readdirSync(join(folder, "r1-tfjs")).sort()).toEqual(["group1-shard1of1.bin", "model.json"]);
    const text = readFileSync(join(folder, "r1-tfjs/model.json"), "utf8");
    expect(JSON.parse(text)).toMatchObject({ format: "layers-model", generatedBy: "Lockstep 0.1.0" });
    const again = await lockstep("r1", "--format", "tfjs");
    expect(again).toMatchObject({ exitCode: 2, out: "" });
    expect(again.err).toBe(
      "lockstep: --output r1-tfjs: cannot be written: expected nothing there yet, got a file or folder of that name\n",
    );
  });

  it("copies a model's file, which is named by the file's name", async () => {
    const path = join(folder, "data/runs/r1/model.safetensors");
    await lockstep(path, "--format", "safetensors");
    expect(readFileSync(join(folder, "model.safetensors"))).toEqual(readFileSync(path));
  });

  it("writes what was fitted beside the export, and says so", async () => {
    await writeModel(join(folder, "data/runs/r1/model.safetensors"), textModel());
    const { out, err } = await lockstep("r1", "--format", "weights", "--json");
    expect(JSON.parse(out)).toEqual({
      model: join(folder, "data/runs/r1/model.safetensors"),
      format: "weights",
      output: join(folder, "r1.weights.h5"),
      preprocessing: join(folder, "r1.preprocessing.json"),
    });
    expect(err).toContain("writing r1.preprocessing.json: the vocabulary of the training data");
    const fitted = JSON.parse(readFileSync(join(folder, "r1.preprocessing.json"), "utf8")) as object;
    expect(fitted).toMatchObject({ vocabulary: { tokens: ["", "[UNK]", "a", "b", "c"] } });
  });

  it("names the layer that a format cannot express, and writes nothing", async () => {
    const model = forecastModel();
    const layers = [
      { type: "LSTM", name: "mine", units: 1, activation: "celu" },
      { type: "Dense", units: 2 },
    ];
    const job = { ...model.job, model: { layers } };
    await writeModel(join(folder, "data/runs/r1/model.safetensors"), { ...model, job });
    for (const format of ["onnx", "tfjs"]) {
      const { exitCode, out, err } = await lockstep("r1", "--format", format);
      expect({ exitCode, out, files: files() }).toEqual({ exitCode: 2, out: "", files: [] });
      expect(err).toContain("mine");
    }
  });

  it("looks first whether it can be written", async () => {
    const folderThere = await lockstep("r1", "--format", "keras", "--output", "data");
    expect(folderThere).toMatchObject({ exitCode: 2, out: "" });
    expect(folderThere.err).toBe(
      "lockstep: --output data: cannot be written: expected a file, got a folder\n",
    );
    const noFolder = await lockstep("r1", "--format", "tfjs", "--output", "no/where");
    expect(noFolder.err).toMatch(/^lockstep: --output no\/where: cannot be written: ENOENT/);
  });

  it("says why a full disk cannot be written", async () => {
    const full = await lockstep("r1", "--format", "keras", "--output", "/dev/full");
    expect(full).toMatchObject({ exitCode: 1, out: "" });
    expect(full.err).toMatch(/lockstep: --output .*ENOSPC/);
  });

  it("refuses a damaged model, and what is none", async () => {
    writeFileSync(join(folder, "bad.safetensors"), "no model");
    const bad = await lockstep("bad.safetensors", "--format", "keras");
    expect(bad).toMatchObject({ exitCode: 2, out: "" });
    expect(bad.err).toContain("bad.safetensors");
    expect(await lockstep("r2", "--format", "keras")).toMatchObject({
      exitCode: 2,
      err: 'lockstep: model: expected the id of a run in data or the path of a saved model, got "r2", which is neither\n',
    });
  });
});
