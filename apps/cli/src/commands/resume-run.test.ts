import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { resumeCommandLine } from "../presentation/resume-command-line.js";
import { FakeIo } from "../testing/fake-io.js";
import { runCommand, type RunOptions } from "./run.js";

const folder = mkdtempSync(join(tmpdir(), "lockstep-resume-"));
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(
  join(folder, "job.yaml"),
  "data: { train: { random: { sequences: 4, timeSteps: 2, features: 1 } } }\nmodel: { layers: [{ type: Dense, units: 1 }] }\nloss: mean_squared_error\n",
);

const options = { workers: 1, backend: "wasm", dataDir: "data", http: { host: "127.0.0.1", port: 0 } };

function resume(jobFile: string | undefined, given: Partial<RunOptions>): Promise<number> {
  const io = new FakeIo();
  io.cwd = folder;
  return runCommand(jobFile, { ...options, ...given }, io);
}

describe("run --resume", () => {
  it.each<[string | undefined, string | true, string]>([
    [undefined, true, "--resume: in data no run was interrupted"],
    [undefined, "1", "--resume: in data no run was interrupted"],
    ["job.yaml", true, "--resume: in data no run of this job was interrupted"],
    // Commander takes the job for the run here.
    [undefined, "job.yaml", "--resume: in data no run of this job was interrupted"],
    ["nowhere.yaml", true, "nowhere.yaml: there is no such file"],
    [undefined, "nowhere.yaml", "nowhere.yaml: there is no such file"],
    [undefined, "r-1", "--data-dir data: expected a folder that runs are kept in"],
    ["job.yaml", "r-1", "--resume: expected either a run or a job file, got r-1 and job.yaml"],
  ])("of %s and %s finds nothing", async (jobFile, run, message) => {
    await expect(resume(jobFile, { resume: run })).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining(message) as unknown,
    });
  });

  it("has no job to print", async () => {
    await expect(resume(undefined, { resume: true, printJob: true })).rejects.toThrow(
      "--print-job: expected nothing with --resume",
    );
  });
});

describe("resumeCommandLine", () => {
  it("is what a shell takes", () => {
    const line = (dataDir: string) => resumeCommandLine("r-1", { dataDir, workers: 2 });
    expect(line("./.lockstep")).toBe(
      "run r-1 is not over; to go on with it: lockstep run --resume r-1 --workers 2",
    );
    expect(line("it's here")).toMatch(/--workers 2 --data-dir 'it'\\''s here'$/);
  });
});
