import { appendFile, mkdir, mkdtemp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { EpochLogFile } from "./epoch-log-file.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lockstep-epoch-log-"));
});
afterEach(() => rm(folder, { recursive: true }));

const epochs = [1, 2, 3].map((epoch) => ({ epoch, measures: { loss: 1 / epoch } }));
const [first, second, third] = epochs as [(typeof epochs)[0], (typeof epochs)[0], (typeof epochs)[0]];

it("epochs are written once, after the header", async () => {
  const log = new EpochLogFile(join(folder, "log.csv"), []);
  await log.write();
  log.add(first);
  await log.write();
  await log.write();
  log.add(second);
  log.add(third);
  await log.write();
  expect(await readFile(log.path, "utf8")).toBe("epoch,loss\n0,1\n1,0.5\n2,0.3333333333333333\n");
});

it("a log of before begins anew with what was told, whatever is in the file", async () => {
  const path = join(folder, "log.csv");
  await writeFile(path, "epoch,loss\n0,1\n1,0.5\n2,0.33\n3,0.2");
  const log = new EpochLogFile(path, [first, second]);
  await log.write();
  log.add(third);
  await log.write();
  expect(await readFile(path, "utf8")).toBe("epoch,loss\n0,1\n1,0.5\n2,0.3333333333333333\n");
});

it("what could not be written is written by the next attempt", async () => {
  const log = new EpochLogFile(join(folder, "missing", "log.csv"), [first]);
  await expect(log.write()).rejects.toThrow("ENOENT");
  log.add(second);
  await mkdir(join(folder, "missing"));
  await log.write();
  expect(await readFile(log.path, "utf8")).toBe("epoch,loss\n0,1\n1,0.5\n");
});

it.each([
  ["removed", (path: string) => rm(path)],
  ["cut", (path: string) => truncate(path, 3)],
  ["made longer", (path: string) => appendFile(path, "a note")],
])("a file that was %s is written anew", async (_, harm) => {
  const log = new EpochLogFile(join(folder, "log.csv"), [first]);
  await log.write();
  await harm(log.path);
  log.add(second);
  await log.write();
  expect(await readFile(log.path, "utf8")).toBe("epoch,loss\n0,1\n1,0.5\n");
});
