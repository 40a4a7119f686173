import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { runCli } from "./run-cli.js";
import { FakeIo } from "./testing/fake-io.js";

const folder = mkdtempSync(join(tmpdir(), "lockstep-cli-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function lockstep(...args: string[]) {
  const io = new FakeIo();
  io.cwd = folder;
  const exitCode = await runCli(args, io);
  return { exitCode, out: io.out, err: io.err, told: io.told };
}

const job = `
data: { train: { random: { sequences: 8, timeSteps: 2, features: 1 } } }
model: { layers: [{ type: SimpleRNN, units: 2 }, { type: Dense, units: 1, activation: sigmoid }] }
loss: binary_crossentropy
`;
writeFileSync(join(folder, "job.yaml"), job);
writeFileSync(join(folder, "bad.yaml"), `${job}\nfit: { epoch: 3 }\n`);

const commands = [
  "run",
  "data",
  "coordinator",
  "worker",
  "submit",
  "evaluate",
  "predict",
  "export",
  "doctor",
];

describe("usage", () => {
  it("is printed when asked for", async () => {
    const { exitCode, out, err } = await lockstep("--help");
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: "" });
    for (const command of commands) {
      expect(out).toMatch(new RegExp(`^  ${command} `, "m"));
    }
  });

  it("prints the version", async () => {
    expect(await lockstep("--version")).toMatchObject({
      exitCode: 0,
      out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) as unknown,
    });
  });

  it.each([
    [["rnu"], "(Did you mean run?)"],
    [["run", "--worker", "3", "job.yaml"], "(Did you mean --workers?)"],
    [["run"], "job: expected a job file, or --resume to go on with a run, got none"],
    [["run", "--workers", "0", "job.yaml"], "Expected a whole number from 1 to 256"],
    [["run", "--backend", "cuda", "job.yaml"], "Allowed choices are auto, native, tensorflow, wasm"],
    [["worker", "--coordinator", "nowhere"], "Expected HOST:PORT"],
    [["run", "--data-dir=", "job.yaml"], "Expected a path, got nothing"],
    [["coordinator", "--data-root", "nowhere"], "--data-root nowhere: expected a folder"],
    [["coordinator", "--data-root", "job.yaml"], "--data-root job.yaml: expected a folder"],
    [["run", "nowhere.yaml"], "nowhere.yaml: there is no such file"],
    [["coordinator", "--listen", "0.0.0.0:7600"], "needs a token"],
    [["run", "--http", "0.0.0.0:7600", "job.yaml"], "needs a token"],
    [["predict", "r1", "data.xls"], "data: expected the path of a file that ends with one of .npz, "],
    [["evaluate", "r1", "--data", "{ xls: d }"], "--data:1:1: expected a mapping with just one of the keys"],
    [["predict", "r1", "d.npz", "--generate", "3"], "DATA: expected none with --generate, got d.npz"],
    [["predict", "r1", "--steps", "2", "--generate", "3"], "--steps: expected nothing with --generate"],
    [["predict", "r1", "--prompt", "x"], "--prompt: expected --generate with it, got none"],
    [["predict", "r1", "--steps", "2", "--labels"], "--labels: expected nothing with --steps"],
    [["predict", "r1", "--generate", "3", "--temperature", "-1"], "Expected a number from 0 to 100"],
    [["evaluate", "r1"], "expected the id of a run in ./.lockstep or the path of a saved model"],
    [["predict", "r1"], "expected the id of a run in ./.lockstep or the path of a saved model"],
    [["predict", "r1", "--generate", "3"], "expected the id of a run in ./.lockstep or the path of a saved"],
    [["export", "r1"], "required option '--format <format>' not specified"],
    [["export", "r1", "--format", "h5"], "Allowed choices are keras, tfjs, safetensors, onnx, weights"],
    [["export", "../r1", "--format", "keras"], 'got "../r1", which is neither'],
    [["data", "nowhere.yaml"], "nowhere.yaml: there is no such file"],
  ])("is wrong in %j", async (args, message) => {
    const { exitCode, out, err } = await lockstep(...args);
    expect(exitCode).toBe(2);
    expect(err).toContain(message);
    expect(out).toBe("");
  });

  it("is wrong in a job file with an unknown key, and the parent hears of it", async () => {
    const { exitCode, err, told } = await lockstep("run", "bad.yaml");
    expect(exitCode).toBe(2);
    expect(err).toMatch(/^lockstep: bad\.yaml:\d+:\d+: fit\.epoch: .*did you mean "epochs"\?\n$/);
    expect(told).toEqual([{ type: "failed", message: err.slice("lockstep: ".length, -1) }]);
  });
});

describe("run --print-job", () => {
  it("prints the job with its defaults, as YAML or JSON", async () => {
    const yaml = await lockstep("run", "--print-job", "job.yaml");
    expect(yaml).toMatchObject({ exitCode: 0, err: "" });
    expect(yaml.out).toContain("batchSize: 32\n");
    const json = await lockstep("run", "--print-job", "--json", "job.yaml");
    expect(JSON.parse(json.out)).toMatchObject({ fit: { batchSize: 32 }, optimizer: { type: "Adam" } });
  });
});

describe("predict", () => {
  it("computes nothing for an output that cannot be written", async () => {
    const { exitCode, err } = await lockstep("predict", "--output", "nowhere/p.npy", "r1");
    expect(exitCode).toBe(2);
    expect(err).toMatch(/^lockstep: --output nowhere\/p\.npy: cannot be written: ENOENT.*\n$/);
  });
});

describe("submit", () => {
  it("fails where nobody answers, and names the address", async () => {
    const { exitCode, err } = await lockstep("submit", "--coordinator", "127.0.0.1:1", "job.yaml");
    expect(exitCode).toBe(1);
    expect(err).toMatch(/^lockstep: coordinator 127\.0\.0\.1:1 cannot be reached: .*\n$/);
  });
});
