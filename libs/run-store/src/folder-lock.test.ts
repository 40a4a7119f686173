import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { lockDataDir, lockFolder } from "./folder-lock.js";
import { startProgram } from "./testing/child-program.js";
import { afterThisTest, temporaryFolder } from "./testing/temporary-stores.js";

const lockingProgram = `
import { lockDataDir } from "@lockstep/run-store";
globalThis.lock = lockDataDir(process.argv[1]);
console.log(String(process.pid));
setInterval(() => undefined, 1000);
`;

function locked(folder: string, name?: string) {
  const lock = name === undefined ? lockDataDir(folder) : lockFolder(folder, name);
  afterThisTest(() => lock.release());
  return lock;
}

describe("lockDataDir", () => {
  it("makes the folder and refuses it to others, naming the process, until it is released", () => {
    const folder = join(temporaryFolder(), "deep", "er");
    const lock = locked(folder);
    const message = `${folder}: another coordinator has it (process ${process.pid} on ${hostname()}); end that one, or use another folder`;
    expect(() => lockDataDir(folder)).toThrow(
      expect.objectContaining({ code: "FOLDER_LOCKED", message }) as Error,
    );
    lock.release();
    locked(folder);
  });

  it("may be released twice, and then takes nothing from the next one", () => {
    const folder = temporaryFolder();
    const lock = locked(folder);
    lock.release();
    locked(folder);
    lock.release();
    expect(() => lockDataDir(folder)).toThrow("another coordinator has it");
  });

  it("is refused while another process has it, and is free when that was killed", async () => {
    const folder = temporaryFolder();
    const other = startProgram(lockingProgram, folder);
    const pid = await other.nextLine();
    expect(() => lockDataDir(folder)).toThrow(`another coordinator has it (process ${pid} on ${hostname()})`);
    await other.kill();
    expect(existsSync(join(folder, "coordinator.pid"))).toBe(true);
    locked(folder);
  });

  it("does not believe a file that names a process that lives", () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "coordinator.pid"), `${process.pid} on ${hostname()}\n`);
    locked(folder);
  });

  it("is given to one of two processes that ask at once", async () => {
    const folder = temporaryFolder();
    const once = lockingProgram
      .replace("globalThis.lock =", "try { globalThis.lock =")
      .replace(
        "console.log(String(process.pid));",
        'console.log("got it"); } catch (error) { console.log(error.code); }',
      );
    const programs = [startProgram(once, folder), startProgram(once, folder)];
    const lines = await Promise.all(programs.map((program) => program.nextLine()));
    expect(lines.sort()).toEqual(["FOLDER_LOCKED", "got it"]);
  });

  it("is apart from locks of other names in the folder", () => {
    const folder = temporaryFolder();
    locked(folder);
    const run = locked(folder, "run");
    expect(() => lockFolder(folder, "run")).toThrow("another run has it");
    run.release();
    expect(readdirSync(folder).sort()).toEqual(["coordinator.lock", "coordinator.pid", "run.lock"]);
  });

  it("says why a folder cannot be locked", () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "file"), "");
    const error = expect.objectContaining({
      code: "STORE_UNAVAILABLE",
      message: expect.stringContaining(`${join(folder, "file")}: cannot be locked: `) as string,
    }) as Error;
    expect(() => lockDataDir(join(folder, "file"))).toThrow(error);
  });
});
