import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { mutations } from "./mutations/mutations.js";

const run = promisify(execFile);
const built = dirname(createRequire(import.meta.url).resolve("@lockstep/simulation"));
const main = join(built, "main.js");
const hunt = join(built, "mutations", "hunt.js");

/** Seeds among which each mutation must be found, and which the code as it is passes. */
const seeds = 1000;

interface Finding {
  readonly seeds: number;
  readonly invariant?: string;
  readonly message?: string;
}

async function huntFor(name: string): Promise<Finding> {
  const { stdout } = await run(process.execPath, [hunt, name, "0", String(seeds)]);
  return JSON.parse(stdout) as Finding;
}

const findings = new Map<string, Finding>();
let thousand = "";

/** Two processes at a time: each has a core. */
beforeAll(async () => {
  const left = mutations.map(({ name }) => name);
  const lane = async (): Promise<void> => {
    for (let name = left.shift(); name !== undefined; name = left.shift())
      findings.set(name, await huntFor(name));
  };
  const many = run(process.execPath, [main, "--seeds", String(seeds)]).then(
    ({ stdout }) => stdout,
    (error: unknown) => (error as { stdout: string }).stdout,
  );
  await Promise.all([lane(), many.then((stdout) => (thousand = stdout)).then(lane)]);
}, 600_000);

describe("the simulation", () => {
  it("finds no violation in 1,000 seeds", () => {
    console.log(thousand.trimEnd());
    expect(thousand).toContain(`${seeds} seeds from 0: 0 violations;`);
  });

  it.each(mutations.map(({ name }) => name))("finds out that %s", (name) => {
    const finding = findings.get(name);
    expect(finding?.invariant, `none of ${finding?.seeds ?? 0} seeds shows it`).toBeDefined();
  });
});

describe("the command", () => {
  it("ends with 1 where an invariant is violated, and reports a shrunk trace and how to see it again", async () => {
    const data = mutations.find(({ name }) => name === "what was told before is told again");
    const hooks = pathToFileURL(join(built, "mutations", "mutation-hooks.js")).href;
    const preload = `import { register } from "node:module"; register(${JSON.stringify(hooks)}, ${JSON.stringify({ data })});`;
    const loader = `data:text/javascript,${encodeURIComponent(preload)}`;
    const ended = run(process.execPath, ["--import", loader, main, "--seeds", "24"]);
    const { code, stdout } = await ended.then(
      ({ stdout }) => ({ code: 0, stdout }),
      (error: unknown) => error as { code: number; stdout: string },
    );
    expect(code).toBe(1);
    const [first, again, shrunk] = stdout.split("\n");
    const seed = /^seed (\d+): told-once: /.exec(first ?? "")?.[1] ?? "none";
    expect(again).toBe(`again: npm run simulate -- --seed ${seed} --trace`);
    expect(shrunk).toMatch(
      new RegExp(`^shrunk: npm run simulate -- --seed ${seed} --faults [0-9,]+ --trace$`),
    );
    expect(stdout).toMatch(/faults needed \(\d+ of \d+\):\n {2}\{"at":/);
    expect(stdout).toMatch(/"type":"coordinator-crash"|"type":"checkpoint-rots"/);
    expect(stdout).toMatch(/coordinator\.2 [!<>] /);
    expect(stdout).toMatch(/\n {2}told-once: round \d+: \S+ is told again\n/);
    expect(stdout).toMatch(/24 seeds from 0: [1-9]\d* violations; /);
  });
});
