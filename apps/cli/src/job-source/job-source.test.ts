import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { dataArgument } from "./data-argument.js";
import { readJob } from "./read-job.js";

const folder = mkdtempSync(join(tmpdir(), "lockstep-job-"));
afterAll(() => rmSync(folder, { recursive: true }));

const job = `
data:
  train: { npz: data/train.npz }
  validation: { npz: /abs/v.npz }
  test: { npz: ../test.npz }
model:
  parameters: start.safetensors
  layers: [{ type: Dense, units: 1, activation: sigmoid }]
loss: binary_crossentropy
`;

describe("readJob", () => {
  it("resolves paths against the job file's folder", async () => {
    writeFileSync(join(folder, "job.yaml"), job);
    const { data, model } = await readJob("job.yaml", folder);
    expect(data).toMatchObject({
      train: { npz: join(folder, "data/train.npz") },
      validation: { npz: "/abs/v.npz" },
      test: { npz: join(folder, "../test.npz") },
    });
    expect(model).toMatchObject({ parameters: join(folder, "start.safetensors") });
  });

  it("leaves alone what is no path", async () => {
    writeFileSync(
      join(folder, "same.yaml"),
      job.replace("{ npz: ../test.npz }", "same").replace(/.*parameters.*\n/, ""),
    );
    const { data, model } = await readJob("same.yaml", folder);
    expect(data.test).toBe("same");
    expect(model).not.toHaveProperty("parameters");
  });

  it("names a file that cannot be read", async () => {
    const nowhere = { code: "usage", message: "nowhere.yaml: there is no such file" };
    await expect(readJob("nowhere.yaml", folder)).rejects.toMatchObject(nowhere);
    await expect(readJob(".", folder)).rejects.toMatchObject({
      message: ".: expected a job file, got a folder",
    });
  });

  it("does not read a file that is far too large", async () => {
    writeFileSync(join(folder, "large.yaml"), Buffer.alloc(4 * 1024 * 1024 + 1, " "));
    await expect(readJob("large.yaml", folder)).rejects.toThrow(
      "large.yaml: expected a job file of at most 4194304 bytes, got 4194305",
    );
  });
});

describe("readJob of what is no plain file", () => {
  it("reads a pipe", async () => {
    const pipe = join(folder, "pipe.yaml");
    execFileSync("mkfifo", [pipe]);
    const writing = writeFile(pipe, job);
    expect((await readJob("pipe.yaml", folder)).loss).toEqual({
      type: "binary_crossentropy",
      fromLogits: false,
      labelSmoothing: 0,
    });
    await writing;
  });

  it("stops at what a job may have where there is no end", async () => {
    await expect(readJob("/dev/zero", folder)).rejects.toThrow(
      "/dev/zero: expected a job file of at most 4194304 bytes, got more",
    );
  });
});

describe("arguments", () => {
  const inFolder = (path: string) => `/w/${path}`;

  it("name data by the path of a file of any kind", () => {
    expect(dataArgument({}, inFolder)).toBeUndefined();
    for (const path of ["d.NPZ", "d.npy", "d.csv", "d.jsonl", "d.ts", "d.txt", "d.parquet"]) {
      expect(dataArgument({ path }, inFolder)).toBe(`/w/${path}`);
    }
    expect(() => dataArgument({ path: "d.xls" }, inFolder)).toThrow(
      /^data: expected the path of a file that ends with one of \.npz, .*, got "d\.xls"$/,
    );
  });

  it("name data by a source as a job file has it", () => {
    expect(dataArgument({ inline: "{ csv: d.csv, label: kind }" }, inFolder)).toMatchObject({
      csv: "/w/d.csv",
      label: "kind",
    });
    expect(() => dataArgument({ inline: "{ csv: d.csv, lable: kind }" }, inFolder)).toThrow(
      /^--data:1:15: lable: .*did you mean "label"\?$/,
    );
    const twice = { code: "usage", message: "--data: expected nothing beside DATA, as both name the data" };
    expect(() => dataArgument({ path: "d.csv", inline: "{ csv: d.csv }" }, inFolder)).toThrow(
      expect.objectContaining(twice) as Error,
    );
  });
});
