import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { BackendError } from "@lockstep/backend";
import { loadAddon, loadAddonFrom } from "./load-addon.js";
import { whyNotBuilt } from "./native-set-up.js";

const built = (createRequire(import.meta.url)("node-gyp-build") as { path(folder: string): string }).path(
  dirname(createRequire(import.meta.url).resolve("@lockstep/backend-native/package.json")),
);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lockstep-addon-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const prebuilt = () => join(folder, "prebuilds", `${process.platform}-${process.arch}`);

function refusalOf(load: () => unknown): BackendError {
  try {
    load();
  } catch (error) {
    if (error instanceof BackendError) return error;
    throw error;
  }
  throw new Error("it was not refused");
}

it("says what it computes and with what", () => {
  const addon = loadAddon();
  expect(addon.numericsVersion).toMatch(/./);
  expect(addon.instructionSets().at(-1)).toBe("portable");
});

it("loads what a package brings for this platform", () => {
  mkdirSync(prebuilt(), { recursive: true });
  copyFileSync(built, join(prebuilt(), "@lockstep+backend-native.node"));
  expect(loadAddonFrom(folder).numericsVersion).toBe(loadAddon().numericsVersion);
});

it("refuses where there is none, and says how to mend that", () => {
  const { code, message } = refusalOf(() => loadAddonFrom(folder));
  expect(code).toBe("unavailable");
  expect(message).toContain(`No native build was found for platform=${process.platform}`);
  expect(message).toContain("npm start");
});

it("refuses one that does not load, and keeps the cause", () => {
  mkdirSync(prebuilt(), { recursive: true });
  writeFileSync(join(prebuilt(), "@lockstep+backend-native.node"), "no library");
  const { code, cause } = refusalOf(() => loadAddonFrom(folder));
  expect(code).toBe("unavailable");
  expect(cause).toBeInstanceOf(Error);
});

it("passes on why set-up could not build it", () => {
  const verdict = { available: false, reason: "g++ is not installed", howToFix: "Install g++" };
  expect(whyNotBuilt(verdict)).toBe("g++ is not installed; Install g++");
});

it.each([undefined, null, 3, {}, { available: true, reason: "x" }, { available: false }])(
  "makes nothing of the verdict %o",
  (verdict) => {
    expect(whyNotBuilt(verdict)).toMatch(/^run `npm start`/);
  },
);
