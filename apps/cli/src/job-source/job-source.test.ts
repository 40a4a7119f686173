import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { dataArgument, modelArgument } from "./data-argument.js";
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
    expect(model.parameters).toBe(join(folder, "start.safetensors"));
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
      "large.yaml: expected a job file, got 4194305 bytes",
    );
  });
});

describe("arguments", () => {
  it("name data by the path of an .npz file", () => {
    expect(dataArgument(undefined, "/w")).toBeUndefined();
    expect(dataArgument("d.NPZ", "/w")).toEqual({ npz: "/w/d.NPZ", x: "x", y: "y" });
    expect(() => dataArgument("d.csv", "/w")).toThrow('DATA: expected the path of an .npz file, got "d.csv"');
  });

  it("name a model by a file, else by a run", () => {
    writeFileSync(join(folder, "model.safetensors"), "");
    expect(modelArgument("model.safetensors", folder)).toBe(join(folder, "model.safetensors"));
    expect(modelArgument("run-1", folder)).toBe("run-1");
  });
});
