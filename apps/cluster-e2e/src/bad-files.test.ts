import { readFile, truncate } from "node:fs/promises";
import { goldenFile } from "@lockstep/golden-cases";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startCoordinator } from "./testing/coordinator-process.js";
import { lockstep, type LockstepProcess } from "./testing/lockstep-process.js";
import { notebookJob, Workspace } from "./testing/workspace.js";

let workspace: Workspace;
let coordinator: { process: LockstepProcess; address: string };
// One coordinator gets all of them: none may harm it.
beforeAll(async () => {
  workspace = await Workspace.open();
  coordinator = await startCoordinator(workspace);
});
afterAll(async () => {
  // Still alive, it ends as it is told to.
  coordinator.process.kill("SIGTERM");
  const { code } = await coordinator.process.ended;
  await workspace.close();
  expect(code).toBe(143);
});

/** Submits the notebook with changes. @returns what it is refused with */
async function refusal(change: Record<string, unknown>): Promise<string> {
  await workspace.write("job.json", notebookJob(change));
  const { code, stdout, stderr } = await lockstep(
    ["submit", "job.json", "--coordinator", coordinator.address],
    { cwd: workspace.folder },
  );
  expect({ code, stdout }, stderr).toEqual({ code: 2, stdout: "" });
  return stderr;
}

const train = (source: object): Promise<string> => refusal({ data: { train: source } });
const ts = (...lines: string[]): string =>
  ["@problemName p", "@timeStamps false", "@univariate true", "@classLabel true a b", "@data", ...lines].join(
    "\n",
  );

describe("a file that its reader cannot use is named with the place, what was expected and what came", () => {
  it.each<[string, Record<string, string>, object, RegExp]>([
    [
      "CSV without a column",
      { "a.csv": "a,b\n1,2\n" },
      { csv: "a.csv", label: "kind" },
      /a\.csv: .*column kind/,
    ],
    [
      "CSV with a text",
      { "b.csv": "a,y\n1,0\nx,1\n" },
      { csv: "b.csv", targets: ["y"] },
      /b\.csv: line 3: column a: .* got "x"/,
    ],
    [
      "CSV with a short row",
      { "c.csv": "a,y\n1,0\n2\n" },
      { csv: "c.csv", targets: ["y"] },
      /c\.csv: .*line 3/,
    ],
    [
      "JSON Lines that is none",
      { "a.jsonl": '{"x":[1],"y":0}\n{"x":\n' },
      { jsonl: "a.jsonl" },
      /a\.jsonl: line 2: /,
    ],
    ["JSON Lines without y", { "b.jsonl": '{"x":[1]}\n' }, { jsonl: "b.jsonl" }, /b\.jsonl: line 1: .*y/],
    [".ts without a label", { "a.ts": ts("1,2,3:a", "1,2,3") }, { ts: "a.ts" }, /a\.ts: line 7: /],
    [".ts with another class", { "b.ts": ts("1,2:a", "1,2:c") }, { ts: "b.ts" }, /b\.ts: line 7: .* c/],
    [
      "text too short for a window",
      { "a.txt": "abc" },
      { text: "a.txt", windows: { length: 10 } },
      /a\.txt: .*10/,
    ],
    [
      "Parquet that is none",
      { "a.parquet": "PAR1 or not" },
      { parquet: "a.parquet", label: "y" },
      /a\.parquet: .*Parquet/,
    ],
    [".npy that is none", { "a.npy": "\u0093NUMPY" }, { npy: "a.npy", y: "a.npy" }, /a\.npy: /],
    [
      "a file elsewhere",
      {},
      { csv: "../outside.csv", label: "y" },
      /outside\.csv: expected a file in .*lockstep-e2e/,
    ],
  ])("%s", async (_, files, source, message) => {
    for (const [name, content] of Object.entries(files)) await workspace.write(name, content);
    expect(await train(source)).toMatch(message);
  });
});

describe("an .npz file", () => {
  const floats = (...values: number[]): Float32Array => Float32Array.from(values);
  const good = {
    x: { shape: [4, 3, 1], values: new Float32Array(12) },
    y: { shape: [4], values: new Float32Array(4) },
  };

  const read = (npz: string): Promise<string> => train({ npz });

  it("with NaN names the array and the first bad entry", async () => {
    const values = new Float32Array(12).fill(NaN, 7, 8);
    await workspace.writeNpz("nan.npz", { ...good, x: { shape: [4, 3, 1], values } });
    expect(await read("nan.npz")).toMatch(
      /nan\.npz: array x: expected a finite number at \[2, 1, 0\], got NaN/,
    );
  });

  it("of wrong shape, of different lengths or empty names what was expected and what came", async () => {
    await workspace.writeNpz("rank.npz", { ...good, x: { shape: [12], values: new Float32Array(12) } });
    expect(await read("rank.npz")).toMatch(/rank\.npz: array x: expected .* got .*12/);
    await workspace.writeNpz("lengths.npz", { ...good, y: { shape: [3], values: floats(0, 1, 0) } });
    expect(await read("lengths.npz")).toMatch(/lengths\.npz: .*expected .*4.* got .*3/);
    await workspace.writeNpz("empty.npz", {
      x: { shape: [0, 3, 1], values: floats() },
      y: { shape: [0], values: floats() },
    });
    expect(await read("empty.npz")).toMatch(/empty\.npz: .*expected .* got/);
    await workspace.writeNpz("wide.npz", { ...good, y: { shape: [4, 2], values: new Float32Array(8) } });
    expect(await read("wide.npz")).toContain("expected shape [1] for an output of shape [1], got [2]");
  });

  it("that is truncated, or no npz at all, or not there, is refused", async () => {
    const path = await workspace.writeNpz("cut.npz", good);
    await truncate(path, (await readFile(path)).length - 30);
    expect(await read("cut.npz")).toMatch(/cut\.npz: /);
    await workspace.write("text.npz", "this is no npz");
    expect(await read("text.npz")).toMatch(/text\.npz: expected a NumPy archive/);
    expect(await read("missing.npz")).toContain("missing.npz: no such file");
  });

  it("without the array that was asked for lists those that are there", async () => {
    await workspace.writeNpz("other.npz", { X: good.x, y: good.y });
    expect(await read("other.npz")).toMatch(/other\.npz: .*X/);
  });
});

describe("a model of Keras that cannot be used", () => {
  const data = { train: { random: { sequences: 8, timeSteps: 10, features: 1, labels: "binary" } } };
  const keras = (file: string): Promise<string> => refusal({ data, model: { keras: file } });
  const config = (layer: object): string =>
    JSON.stringify({
      class_name: "Sequential",
      config: { layers: [{ class_name: "InputLayer", config: { batch_shape: [null, 10, 1] } }, layer] },
    });
  const layer = { class_name: "SimpleRNN", config: { name: "rnn", units: 1, activation: "sigmoid" } };

  it("is refused for a layer that is not supported, by its name", async () => {
    const attention = { class_name: "MultiHeadAttention", config: { name: "attention", num_heads: 2 } };
    await workspace.writeZip("attention.keras", { "config.json": config(attention), "model.weights.h5": "" });
    expect(await keras("attention.keras")).toMatch(/MultiHeadAttention/);
  });

  it("is refused where it unpacks to more than a model has", async () => {
    const zeros = new Uint8Array(2 ** 27);
    await workspace.writeZip("bomb.keras", { "config.json": zeros, "model.weights.h5": "" });
    expect(await keras("bomb.keras")).toMatch(
      /bomb\.keras: config\.json: expected at most \d+ bytes, got 134217728/,
    );
    await workspace.writeZip("heavy.keras", { "config.json": config(layer), "model.weights.h5": zeros });
    expect(await keras("heavy.keras")).toMatch(
      /model\.weights\.h5: expected at most \d+ bytes, got 134217728/,
    );
  });

  it("is refused where its weights' header lies about their size", async () => {
    const weights = await readFile(goldenFile("fit-notebook", "model.weights.h5"));
    const ten = Buffer.from([10, 0, 0, 0, 0, 0, 0, 0]);
    let lies = 0;
    for (let at = weights.indexOf(ten); at >= 0; at = weights.indexOf(ten, at + 8), lies++)
      weights.writeBigUInt64LE(2n ** 40n, at);
    expect(lies).toBeGreaterThan(0);
    await workspace.write("lying.weights.h5", weights);
    const { model } = JSON.parse(notebookJob()) as { model: object };
    const said = await refusal({ data, model: { ...model, parameters: "lying.weights.h5" } });
    expect(said).toMatch(/lying\.weights\.h5: /);
  });
});
