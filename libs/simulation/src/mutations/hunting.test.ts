import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { mutations } from "./mutations.js";

const run = promisify(execFile);
const built = dirname(createRequire(import.meta.url).resolve("@lockstep/simulation"));
const hunt = join(built, "mutations", "hunt.js");

/** Seeds among which each mutation must be found. All of them are among those that the code as it is passes. */
const seeds = 400;

interface Finding {
  readonly seeds: number;
  readonly invariant?: string;
  readonly message?: string;
  readonly report?: string;
}

async function huntFor(name: string, ...further: string[]): Promise<Finding> {
  const { stdout } = await run(process.execPath, [hunt, name, "0", String(seeds), ...further], {
    maxBuffer: 16 * 1024 * 1024,
  });
  return JSON.parse(stdout) as Finding;
}

describe("the simulation finds out that", () => {
  it.each(mutations.map(({ name }) => name))("%s", async (name) => {
    const finding = await huntFor(name);
    expect(finding.invariant, `none of ${finding.seeds} seeds shows it`).toBeDefined();
  });
});

describe("a report", () => {
  it("names the invariant, the seed's command, the faults that it needs, and ends with the shrunk trace", async () => {
    const { report = "" } = await huntFor("what was told before is told again", "report");
    const [first, again, shrunk] = report.split("\n");
    const seed = /^seed (\d+): told-once: /.exec(first ?? "")?.[1] ?? "none";
    expect(again).toBe(`again: npm run simulate -- --seed ${seed} --trace`);
    expect(shrunk).toMatch(
      new RegExp(`^shrunk: npm run simulate -- --seed ${seed} --faults [0-9,]+ --trace$`),
    );
    expect(report).toMatch(/faults needed \(\d+ of \d+\):\n {2}\{"at":/);
    expect(report).toMatch(/"type":"coordinator-crash"|"type":"checkpoint-rots"/);
    expect(report).toMatch(/coordinator\.2 [!<>] /);
    expect(report.trimEnd().split("\n").at(-1)).toMatch(/^ {2}told-once: /);
  });
});
