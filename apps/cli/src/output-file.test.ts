import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openOutput, writeOutput } from "./output-file.js";

let folder = "";
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "lockstep-output-"))));
afterEach(() => rmSync(folder, { recursive: true }));

const bytes = new TextEncoder().encode("new");

describe("output", () => {
  it("is written whole, with nothing beside it", async () => {
    await writeOutput(await openOutput("p.npy", folder), bytes);
    expect(readFileSync(join(folder, "p.npy"), "utf8")).toBe("new");
    expect(readdirSync(folder)).toEqual(["p.npy"]);
  });

  it("is what a link leads to", async () => {
    writeFileSync(join(folder, "real.npy"), "old");
    symlinkSync("real.npy", join(folder, "link.npy"));
    await writeOutput(await openOutput("link.npy", folder), bytes);
    expect(lstatSync(join(folder, "link.npy")).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(folder, "real.npy"), "utf8")).toBe("new");
  });

  it("never takes the place of a device", async () => {
    const output = await openOutput("/dev/null", folder);
    expect(output).toEqual({ path: "/dev/null", replaces: false });
    await writeOutput(output, bytes);
    expect(lstatSync("/dev/null").isCharacterDevice()).toBe(true);
  });

  it.each([
    ["no/p.npy", "ENOENT"],
    [".", "expected a file, got a folder"],
    ["file/p.npy", "ENOTDIR"],
  ])("is refused at once as %s", async (output, reason) => {
    writeFileSync(join(folder, "file"), "");
    const error: unknown = await openOutput(output, folder).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: "CliError", exitCode: 2 });
    expect((error as Error).message).toContain(`--output ${output}: cannot be written: `);
    expect((error as Error).message).toContain(reason);
  });

  it("says why it could not be written in the end", async () => {
    mkdirSync(join(folder, "gone"));
    const output = await openOutput("gone/p.npy", folder);
    rmSync(join(folder, "gone"), { recursive: true });
    await expect(writeOutput(output, bytes)).rejects.toMatchObject({
      exitCode: 1,
      message: expect.stringMatching(
        `^--output ${join(folder, "gone/p.npy")}: cannot be written: ENOENT`,
      ) as string,
    });
  });
});
