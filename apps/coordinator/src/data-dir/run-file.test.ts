import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { smallJob } from "../testing/small-job.js";
import { readRunFile, writeRunFile, type RunFile } from "./run-file.js";

let parent: string;
let folder: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), "lockstep-run-file-"));
  folder = join(parent, "test-1");
  await mkdir(folder);
});
afterEach(() => rm(parent, { recursive: true }));

const digest = "ab".repeat(32);
const file: RunFile = {
  name: "test",
  kind: "train",
  stream: "main",
  submittedMs: 1_700_000_000_000,
  request: { kind: "train", job: { name: "test" }, minWorkers: 2 },
  identity: {
    runId: "test-1",
    job: smallJob(),
    inputShapes: [[3, 1]],
    preprocessing: { classLabels: ["a", "b"] },
    dataDigest: digest,
  },
  initialDigest: digest,
  sizes: { totalSteps: 12, epochs: 3, stepsPerEpoch: 4, sequences: 16 },
  wish: { state: "pause", reason: "lunch" },
};

describe("the file of a run", () => {
  it.each([
    file,
    { ...file, wish: { state: "run" } as const },
    { ...file, wish: { state: "over" } as const },
    { ...file, kind: "predict" as const, request: { kind: "predict" as const, model: "m", data: "d.csv" } },
  ])("is read as it was written", async (written) => {
    await writeRunFile(folder, written);
    expect(await readRunFile(folder)).toEqual(written);
  });

  it.each([
    ["version", 2, "version: expected 1, got 2"],
    ["stream", undefined, "stream: expected a text, got nothing"],
    ["initialDigest", "xyz", 'initialDigest: expected 64 hexadecimal digits, got "xyz"'],
    ["wish", { state: "fly" }, 'wish: state: expected run or pause or stop or over, got "fly"'],
    ["identity", [], "identity: expected an object, got []"],
    ["sizes", { totalSteps: -0.5 }, "sizes: totalSteps: expected a whole number, got -0.5"],
  ])("is refused with another %s, naming it", async (field, value, problem) => {
    await writeRunFile(folder, file);
    const path = join(folder, "run.json");
    const fields = JSON.parse(await readFile(path, "utf8")) as Record<string, unknown>;
    await writeFile(path, JSON.stringify({ ...fields, [field]: value }));
    await expect(readRunFile(folder)).rejects.toThrow(`${path}: ${problem}`);
  });

  it("is refused in the folder of another run", async () => {
    const copy = join(parent, "test-1-backup");
    await mkdir(copy);
    await writeRunFile(copy, file);
    await expect(readRunFile(copy)).rejects.toThrow('runId: expected test-1-backup, got "test-1"');
  });

  it("is refused where it is cut short", async () => {
    await writeRunFile(folder, file);
    const path = join(folder, "run.json");
    await writeFile(path, (await readFile(path, "utf8")).slice(0, 100));
    await expect(readRunFile(folder)).rejects.toThrow(`${path}: expected JSON`);
  });
});
