import { describe, expect, it } from "vitest";
import { readVerdict } from "./engines/tensorflow-set-up.js";
import { probeTfjsBackend } from "./probe-tfjs-backend.js";

/** Each starts a process. */
const timeLimitMs = 120_000;

describe("probeTfjsBackend", { timeout: timeLimitMs }, () => {
  it("finds wasm and its version", async () => {
    expect(await probeTfjsBackend("wasm")).toEqual({ name: "wasm", available: true, version: "4.22.0" });
  });

  it("finds tensorflow, or says why not", async () => {
    const probe = await probeTfjsBackend("tensorflow");
    expect(probe.available).toBe(readVerdict()?.available ?? true);
    if (probe.available) expect(probe.version).toMatch(/^2\.\d+\.\d+/);
    else expect(probe.reason).toBeTruthy();
  });

  it("says what broke where the engine does not exist", async () => {
    const probe = await probeTfjsBackend("abacus" as "wasm");
    expect(probe.available).toBe(false);
    expect(probe.reason).toBeTruthy();
  });
});
