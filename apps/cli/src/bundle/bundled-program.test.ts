import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { BundledProgram } from "./bundled-program.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lockstep-bundle-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

declare global {
  var seenByBundle: unknown;
}

/** Runs a program and gives what it leaves in `seenByBundle`. */
function seenBy(text: string, code?: (program: BundledProgram) => Buffer): unknown {
  const file = join(folder, "a.bundle.cjs");
  writeFileSync(file, text);
  const first = new BundledProgram(file);
  first.run();
  if (!code) return globalThis.seenByBundle;
  writeFileSync(first.codeFile, code(first));
  globalThis.seenByBundle = undefined;
  new BundledProgram(file).run();
  return globalThis.seenByBundle;
}

const knowing = `
  const { join } = require("node:path");
  function sum(a, b) { return a + b; }
  globalThis.seenByBundle = [__filename, __dirname, join("a", "b"), sum(1, 2), typeof module.exports, typeof exports];`;

describe("a bundled program", () => {
  it("knows what a CommonJS file does", () => {
    const file = join(folder, "a.bundle.cjs");
    expect(seenBy(knowing)).toEqual([file, folder, "a/b", 3, "object", "object"]);
  });

  it.each([
    ["compiled before", (program: BundledProgram) => program.code],
    ["of another V8", () => Buffer.alloc(100, 7)],
  ])("does the same with code that was %s", (_, code) => {
    expect(seenBy(knowing, code)).toEqual(seenBy(knowing));
  });

  it("imports modules, also from code that was compiled before", async () => {
    const text = `globalThis.seenByBundle = importModule("node:os");`;
    const imported = await (seenBy(text, (program) => program.code) as Promise<{ tmpdir: unknown }>);
    expect(imported.tmpdir).toBe(tmpdir);
  });
});
