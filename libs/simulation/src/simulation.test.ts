import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { runFeatures } from "./scenario/run-features.js";
import { makeScenario } from "./scenario/make-scenario.js";
import { simulate } from "./simulation.js";

const run = promisify(execFile);
const main = join(dirname(createRequire(import.meta.url).resolve("@lockstep/simulation")), "main.js");

interface Exit {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command as users run it, once built. */
async function command(...args: string[]): Promise<Exit> {
  const options = { maxBuffer: 64 * 1024 * 1024 };
  return run(process.execPath, [main, ...args], options).then(
    (streams) => ({ code: 0, ...streams }),
    (error: unknown) => error as Exit,
  );
}

describe("simulate", () => {
  it("gives the same trace for the same seed, byte for byte, in any process", async () => {
    for (const seed of [2, 11, 23]) {
      const { trace } = await simulate(makeScenario(seed), true);
      expect(trace.length).toBeGreaterThan(100);
      expect((await simulate(makeScenario(seed), true)).trace).toEqual(trace);
      const { stdout } = await command("--seed", String(seed), "--trace");
      expect(stdout.split("\n").slice(1, 1 + trace.length)).toEqual(trace);
    }
  });

  it("gives other traces for other seeds", async () => {
    const traces = await Promise.all(
      [1, 2, 3].map(async (seed) => (await simulate(makeScenario(seed), true)).trace),
    );
    expect(new Set(traces.map((trace) => trace.join("\n"))).size).toBe(3);
  });

  it("says what is wrong with its arguments, and ends with 2", async () => {
    const { code, stderr } = await command("--seeds", "many");
    expect(code).toBe(2);
    expect(stderr).toContain('simulate: --seeds: expected a whole number from 1 to 2^32 - 1, got "many"');
  });
});

describe("schedules", () => {
  const scenarios = Array.from({ length: 1000 }, (_, seed) => makeScenario(seed));
  const faults = scenarios.flatMap((scenario) => scenario.faults);

  it("have every kind of run, and every kind of fault, many times", () => {
    for (const feature of runFeatures)
      expect(scenarios.filter((scenario) => scenario.feature === feature).length).toBeGreaterThan(20);
    const kinds = new Map<string, number>();
    for (const { type } of faults) kinds.set(type, (kinds.get(type) ?? 0) + 1);
    expect(kinds.size).toBe(22);
    for (const [kind, count] of kinds) expect(count, kind).toBeGreaterThan(10);
  });

  it("are calm, rough and wild, with one worker and with many", () => {
    const sizes = scenarios.map((scenario) => scenario.faults.length);
    expect(sizes.filter((size) => size === 0).length).toBeGreaterThan(20);
    expect(sizes.filter((size) => size > 20).length).toBeGreaterThan(50);
    for (let workers = 1; workers <= 8; workers++)
      expect(scenarios.filter((scenario) => scenario.workers.length === workers).length).toBeGreaterThan(30);
  });

  it("have liars only where every range is audited", () => {
    const withLiars = scenarios.filter(({ workers }) => workers.some(({ lieShare }) => lieShare > 0));
    expect(withLiars.length).toBeGreaterThan(20);
    for (const { auditShare, workers } of withLiars) {
      expect(auditShare).toBe(1);
      expect(workers.filter(({ lieShare }) => lieShare === 0).length).toBeGreaterThanOrEqual(2);
    }
  });
});
