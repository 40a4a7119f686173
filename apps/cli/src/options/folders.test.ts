import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { findDataRoot, makeDataDir } from "./folders.js";

const folder = mkdtempSync(join(tmpdir(), "lockstep-folders-"));
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, "file"), "");

describe("makeDataDir", () => {
  it("makes the folder, and takes one that is there", async () => {
    const path = join(folder, "a", "b");
    expect(await makeDataDir("a/b", folder)).toBe(path);
    expect(await makeDataDir(path, "/")).toBe(path);
    expect(statSync(path).isDirectory()).toBe(true);
  });

  it.each([
    ["/proc/nope/below", "nothing can be kept below /proc"],
    ["/sys/nope", "nothing can be kept below /sys"],
    ["to-proc/nope", "nothing can be kept below /proc"],
    ["file", "is no folder"],
    ["file/below", "ENOTDIR"],
    ["dangling", "ENOENT"],
  ])("refuses %s", async (dataDir, reason) => {
    rmSync(join(folder, "to-proc"), { force: true });
    rmSync(join(folder, "dangling"), { force: true });
    symlinkSync("/proc", join(folder, "to-proc"));
    symlinkSync("/proc/nowhere/x", join(folder, "dangling"));
    const error: unknown = await makeDataDir(dataDir, folder).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: "CliError", exitCode: 2 });
    expect((error as Error).message).toMatch(`--data-dir ${dataDir}: `);
    expect((error as Error).message).toContain(reason);
  });

  it("refuses one that cannot be written", async (ctx) => {
    if (process.getuid?.() === 0) ctx.skip("root may write everywhere");
    const path = join(folder, "closed");
    mkdirSync(path);
    chmodSync(path, 0o555);
    for (const dataDir of ["closed", "closed/below"]) {
      await expect(makeDataDir(dataDir, folder)).rejects.toThrow(`--data-dir ${dataDir}: EACCES`);
    }
  });
});

describe("findDataRoot", () => {
  it("is a folder", async () => {
    expect(await findDataRoot(".", folder)).toBe(folder);
    const usage = { exitCode: 2, message: expect.stringContaining("expected a folder") as unknown };
    await expect(findDataRoot("file", folder)).rejects.toMatchObject(usage);
    await expect(findDataRoot("/nope", folder)).rejects.toMatchObject(usage);
  });
});
