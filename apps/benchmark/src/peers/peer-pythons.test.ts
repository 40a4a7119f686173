import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { peerPythons, peersFolder, pythonOf, systemPython } from "./peer-pythons.js";

let cache: string;
beforeEach(async () => void (cache = await mkdtemp(join(tmpdir(), "lockstep-cache-"))));
afterEach(() => rm(cache, { recursive: true }));

describe("peerPythons", () => {
  it("takes the one that is named, and no other", () => {
    expect(peerPythons({ LOCKSTEP_PYTHON: "/opt/python", LOCKSTEP_CACHE_DIR: cache })).toEqual([
      "/opt/python",
    ]);
  });

  it("takes the system's where nothing was installed", () => {
    expect(peerPythons({ LOCKSTEP_CACHE_DIR: cache })).toEqual([systemPython]);
  });

  it("prefers the one that was installed for it", async () => {
    const installed = pythonOf(peersFolder({ LOCKSTEP_CACHE_DIR: cache }));
    await mkdir(dirname(installed), { recursive: true });
    await writeFile(installed, "");
    expect(peerPythons({ LOCKSTEP_CACHE_DIR: cache })).toEqual([installed, systemPython]);
  });
});

describe("peersFolder", () => {
  it("is in Lockstep's cache", () => {
    expect(peersFolder({ LOCKSTEP_CACHE_DIR: "/cache" })).toBe(join("/cache", "peers"));
    expect(peersFolder({ XDG_CACHE_HOME: "/xdg" })).toBe(join("/xdg", "lockstep", "peers"));
  });
});
