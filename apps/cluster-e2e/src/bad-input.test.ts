import { once } from "node:events";
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
      "an option of Keras's that is not supported",
      layers({ type: "SimpleRNN", units: 2, activityRegularizer: "l2" }, dense),
      "model.layers[0].activityRegularizer: not supported",
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
    [["runn"], "Did you mean one of run, runs?"],
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
    expect(stderr).toMatch(/expected the id of a run in .* or the path of a saved model, got "nothing"/);
    expect(stderr).not.toContain("events");
    expect(code).toBe(2);
  });
});
