import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lockstep } from "./testing/lockstep-process.js";
import type { RunDocument } from "./testing/run-document.js";
import { Workspace } from "./testing/workspace.js";

const small = ["--backend", "wasm", "--workers", "1", "--slots", "1"];
let workspace: Workspace;
beforeAll(async () => {
  workspace = await Workspace.open();
  await workspace.write("book.txt", "the quick brown fox jumps over the lazy dog. ".repeat(6));
  const rows = Array.from({ length: 24 }, (_, row) => (row % 2 ? "up,0,1,2" : "down,2,1,0"));
  await workspace.write("train.csv", ["kind,a,b,c", ...rows].join("\n"));
  await workspace.write("new.csv", "c,b,a\n2,1,0\n0,1,2\n");
});
afterAll(() => workspace.close());

async function run(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await lockstep(args, { cwd: workspace.folder });
  expect(code, stderr).toBe(0);
  return stdout;
}

async function train(name: string, job: object): Promise<RunDocument> {
  await workspace.write(`${name}.json`, JSON.stringify({ name, ...job }));
  return JSON.parse(await run("run", `${name}.json`, "--json", ...small)) as RunDocument;
}

const softmax = (units: number) => ({ type: "Dense", units, activation: "softmax" });

describe("a trained model", () => {
  it("tells classes of a new file, and comes back from Keras's format with the same numbers", async () => {
    const job = {
      data: { train: { csv: "train.csv", label: "kind", columns: ["a", "b", "c"] }, test: "same" },
      model: { layers: [{ type: "Masking" }, { type: "LSTM", units: 3 }, softmax(2)] },
      loss: "sparse_categorical_crossentropy",
      optimizer: { type: "Adam", learningRate: 0.05 },
      fit: { epochs: 6, batchSize: 8, callbacks: [{ type: "CSVLogger" }] },
    };
    const { runId, test, log } = await train("classes", job);
    expect((await readFile(log ?? "", "utf8")).split("\n")).toHaveLength(8);
    expect(await run("predict", runId, "new.csv", "--labels", ...small)).toBe("up\ndown\n");

    await run("export", runId, "--format", "keras", "--output", "m.keras");
    const again = await train("again", {
      ...job,
      model: { keras: "m.keras" },
      optimizer: { type: "SGD", learningRate: 0 },
      fit: { epochs: 1, batchSize: 8 },
    });
    expect(again.test).toEqual(test);
  });

  it("writes the same text for the same seed", async () => {
    const { runId } = await train("chars", {
      data: { train: { text: "book.txt", windows: { length: 10 } } },
      model: {
        layers: [{ type: "Embedding", inputDim: 30, outputDim: 4 }, { type: "GRU", units: 8 }, softmax(30)],
      },
      loss: "sparse_categorical_crossentropy",
      fit: { epochs: 2 },
    });
    const text = (seed: string) =>
      run("predict", runId, "--generate", "30", "--prompt", "the", "--seed", seed, "--backend", "wasm");
    const first = await text("1");
    expect(first).toMatch(/^the[a-z .]{30}\n$/);
    expect(await text("1")).toBe(first);
    expect(await text("2")).not.toBe(first);
  });
});
