import { once } from "node:events";
import { readFile, truncate } from "node:fs/promises";
import { createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lockstep } from "./testing/lockstep-process.js";
import { notebookJob, Workspace } from "./testing/workspace.js";

let workspace: Workspace;
beforeAll(async () => {
  workspace = await Workspace.open();
});
afterAll(() => workspace.close());

const run = (...args: string[]) => lockstep(args, { cwd: workspace.folder });
const layers = (...specs: object[]): Record<string, unknown> => ({ model: { layers: specs } });
const dense = { type: "Dense", units: 1, activation: "sigmoid" };

describe("a bad job file", () => {
  it.each([
    ["an unknown key", { fit: { epoch: 3 } }, 'fit.epoch: unknown key; did you mean "epochs"?'],
    [
      "a wrong type",
      { fit: { epochs: "many" } },
      'fit.epochs: expected a whole number of at least 1, got "many"',
    ],
    [
      "no units",
      layers({ type: "SimpleRNN", units: 0 }, dense),
      "model.layers[0].units: expected a whole number of at least 1, got 0",
    ],
    ["an unknown layer", layers({ type: "SimpleRN", units: 2 }, dense), 'did you mean "SimpleRNN"?'],
    [
      "an option that is not there",
      layers({ type: "SimpleRNN", units: 2, dropout: 0.1 }, dense),
      "model.layers[0].dropout: unknown key",
    ],
    [
      "an empty data set",
      { data: { train: { random: { sequences: 0, timeSteps: 3, features: 1, labels: "binary" } } } },
      "data.train.random.sequences: expected a whole number of at least 1, got 0",
    ],
  ])("with %s is refused by name, with exit code 2", async (_, change, text) => {
    await workspace.write("bad.json", notebookJob(change));
    const { code, stderr, stdout } = await run("run", "bad.json");
    expect(stderr).toContain(text);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });

  it("that is no YAML is refused with line and column", async () => {
    await workspace.write("bad.yaml", "name: [1,\nfit: }");
    const { code, stderr } = await run("run", "bad.yaml");
    expect(stderr).toMatch(/bad\.yaml:\d+:\d+: /);
    expect(code).toBe(2);
  });
});

describe("bad data", () => {
  const floats = (...values: number[]): Float32Array => Float32Array.from(values);
  const good = {
    x: { shape: [4, 3, 1], values: new Float32Array(12) },
    y: { shape: [4], values: new Float32Array(4) },
  };

  async function train(npz: string): Promise<string> {
    await workspace.write("npz.json", notebookJob({ data: { train: { npz } } }));
    const { code, stderr } = await run("run", "npz.json", "--backend", "wasm", "--workers", "1");
    expect(code, stderr).toBe(2);
    return stderr;
  }

  it("with NaN names the array and the first bad entry", async () => {
    const values = new Float32Array(12).fill(NaN, 7, 8);
    await workspace.writeNpz("nan.npz", { ...good, x: { shape: [4, 3, 1], values } });
    expect(await train("nan.npz")).toMatch(
      /nan\.npz: array x: expected a finite number at \[2, 1, 0\], got NaN/,
    );
  });

  it("of wrong shape, of different lengths or empty names what was expected and what came", async () => {
    await workspace.writeNpz("rank.npz", { ...good, x: { shape: [12], values: new Float32Array(12) } });
    expect(await train("rank.npz")).toMatch(/rank\.npz: array x: expected .* got .*12/);
    await workspace.writeNpz("lengths.npz", { ...good, y: { shape: [3], values: floats(0, 1, 0) } });
    expect(await train("lengths.npz")).toMatch(/lengths\.npz: .*expected .*4.* got .*3/);
    await workspace.writeNpz("empty.npz", {
      x: { shape: [0, 3, 1], values: floats() },
      y: { shape: [0], values: floats() },
    });
    expect(await train("empty.npz")).toMatch(/empty\.npz: .*expected .* got/);
    await workspace.writeNpz("wide.npz", { ...good, y: { shape: [4, 2], values: new Float32Array(8) } });
    expect(await train("wide.npz")).toContain("expected shape (1) as the model has, got (2)");
  });

  it("that is truncated, or no npz at all, or not there, is refused", async () => {
    const path = await workspace.writeNpz("cut.npz", good);
    await truncate(path, (await readFile(path)).length - 30);
    expect(await train("cut.npz")).toMatch(/cut\.npz: /);
    await workspace.write("text.npz", "this is no npz");
    expect(await train("text.npz")).toMatch(/text\.npz: expected a NumPy archive/);
    expect(await train("missing.npz")).toContain("missing.npz: no such file");
  });

  it("without the array that was asked for lists those that are there", async () => {
    await workspace.writeNpz("other.npz", { X: good.x, y: good.y });
    expect(await train("other.npz")).toMatch(/other\.npz: .*X/);
  });
});

describe("a job that contradicts itself", () => {
  it("is refused by name, with exit code 2, once its data have been read", async () => {
    await workspace.write(
      "logits.json",
      notebookJob({ loss: { type: "binary_crossentropy", fromLogits: true } }),
    );
    const { code, stderr } = await run("run", "logits.json", "--backend", "wasm", "--workers", "1");
    expect(stderr).toContain("lockstep: loss.fromLogits: expected a last layer without a sigmoid");
    expect(stderr).not.toContain("a fault of the coordinator");
    expect(code).toBe(2);
  });
});

describe("bad use", () => {
  it.each([
    [["runn"], "Did you mean run?"],
    [["run", "job.json", "--wrkers", "3"], "Did you mean --workers?"],
    [["run", "job.json", "--workers", "0"], "--workers"],
    [["worker", "--coordinator", "nowhere"], "--coordinator"],
    [["coordinator", "--listen", "0.0.0.0:0"], "token"],
  ])("%j has exit code 2 and says why", async (args, text) => {
    const { code, stderr } = await run(...args);
    expect(stderr).toContain(text);
    expect(code).toBe(2);
  });

  it("of a port in use has exit code 1 and names the option", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as { port: number };
    const taken = `127.0.0.1:${port}`;
    await workspace.write("job.json", notebookJob());
    for (const args of [
      ["coordinator", "--listen", taken, "--http", "127.0.0.1:0"],
      ["coordinator", "--listen", "127.0.0.1:0", "--http", taken],
      ["run", "job.json", "--http", taken],
    ]) {
      const { code, stderr } = await run(...args);
      expect(stderr).toMatch(new RegExp(`--(listen|http) ${taken}: .*in use`));
      expect(code).toBe(1);
    }
    server.close();
  });

  it("of a worker without a coordinator retries aloud, then gives up with exit code 1", async () => {
    const { code, stderr } = await run(
      "worker",
      "--coordinator",
      "127.0.0.1:9",
      "--backend",
      "wasm",
      "--give-up-after",
      "1",
    );
    expect(stderr).toContain(
      "cannot reach the coordinator at 127.0.0.1:9 (connect ECONNREFUSED 127.0.0.1:9); attempt 2 in",
    );
    expect(stderr).toContain("could not reach the coordinator at 127.0.0.1:9 for");
    expect(code).toBe(1);
  });

  it("of a model that is neither a run nor a file has exit code 2", async () => {
    const { code, stderr } = await run("evaluate", "nothing", "--backend", "wasm");
    expect(stderr).toContain('expected the id of a run or the path of a saved model, got "nothing"');
    expect(code).toBe(2);
  });
});
