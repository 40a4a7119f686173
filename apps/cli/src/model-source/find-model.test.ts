import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { findModel } from "./find-model.js";

const folder = mkdtempSync(join(tmpdir(), "lockstep-models-"));
afterAll(() => rmSync(folder, { recursive: true }));
for (const run of ["digits-1", "digits-22", "digits-3-no-model"])
  mkdirSync(join(folder, "d/runs", run), { recursive: true });
const modelOf = (run: string) => join(folder, "d/runs", run, "model.safetensors");
for (const run of ["digits-1", "digits-22"]) writeFileSync(modelOf(run), "");
writeFileSync(join(folder, "mine.safetensors"), "");

const find = (model: string) => findModel(model, "d", folder);

describe("findModel", () => {
  it("takes a file, a run's id, and the beginning of one that has a model", async () => {
    expect(await find("mine.safetensors")).toEqual({ path: join(folder, "mine.safetensors"), name: "mine" });
    expect(await find("digits-1")).toEqual({ path: modelOf("digits-1"), name: "digits-1" });
    expect(await find("digits-2")).toEqual({ path: modelOf("digits-22"), name: "digits-22" });
  });

  it.each([
    ["digits", "with which several in d begin: digits-"],
    ["digits-3", "which is neither"],
    ["../runs/digits-1", "which is neither"],
    ["d/runs", "which is neither"],
  ])("refuses %s", async (model, text) => {
    await expect(find(model)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining(text) as string,
    });
  });

  it("finds nothing where no runs are", async () => {
    await expect(findModel("x", "nowhere", folder)).rejects.toThrow("expected the id of a run in nowhere or");
  });
});
