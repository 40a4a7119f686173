import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it, type TestContext } from "vitest";
import { caseFile } from "./testing/model-cases.js";
import { howToInstall, isInstalled, packageFolder, run } from "./testing/workspace-program.js";

/** How kernel-tests/ are compiled: see its README. */
type Variant = "native" | "sanitized" | "race-checked" | "aarch64";

const minutes = 60_000;
const hangsAfter = 60 * minutes;
const long = process.env.LOCKSTEP_LONG_TESTS === "1";

/** The models of the conformance tests, for the program that runs their layers. */
beforeAll(() => {
  const folder = join(packageFolder, "kernel-tests/build");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "model-cases.bin"), caseFile());
});

/** Debian's packages that a variant wants, by a program of each. */
function wantedFor(variant: Variant): Readonly<Record<string, string>> {
  if (variant !== "aarch64") return { make: "make", "g++": "g++" };
  return { make: "make", "aarch64-linux-gnu-g++": "g++-aarch64-linux-gnu", "qemu-aarch64": "qemu-user" };
}

/** Skips a test where this machine cannot run the variant. */
async function skipWithoutTools(context: TestContext, variant: Variant): Promise<void> {
  context.skip(process.platform !== "linux", "the programs of kernel-tests/ are made on Linux");
  for (const [program, name] of Object.entries(wantedFor(variant))) {
    context.skip(!(await isInstalled(program)), `${name} is not installed: ${howToInstall}`);
  }
}

function runPrograms(variant: Variant, settings: readonly string[] = []): Promise<string> {
  return run(["make", "--directory=kernel-tests", "--jobs=2", "test", `VARIANT=${variant}`, ...settings]);
}

const outputs = new Map<Variant, Promise<string>>();

/** What all programs print, in the short form; run once. */
function outputOf(variant: Variant): Promise<string> {
  const output = outputs.get(variant) ?? runPrograms(variant);
  outputs.set(variant, output);
  return output;
}

const linesOf = (output: string, pattern: RegExp) => output.split("\n").filter((line) => pattern.test(line));

function expectAllPassed(output: string): void {
  const counts = linesOf(output, /^\d+ passed, /);
  expect(counts.length).toBeGreaterThan(0);
  for (const line of counts) expect(line).toMatch(/^[1-9]\d* passed, 0 failed, /);
}

it.for(["native", "sanitized"] as const)(
  "no test of the kernels fails in a %s build",
  { timeout: hangsAfter },
  async (variant, context) => {
    await skipWithoutTools(context, variant);
    expectAllPassed(await outputOf(variant));
  },
);

it.for([
  ["slots", ["PROGRAMS=threads"]],
  ["models", ["PROGRAMS=layers", "ARGUMENTS=--only threads"]],
] as const)("the threads of %s race for nothing", { timeout: hangsAfter }, async ([, programs], context) => {
  await skipWithoutTools(context, "race-checked");
  expectAllPassed(await runPrograms("race-checked", programs));
});

it("no test of the kernels fails on 64-bit ARM", { timeout: hangsAfter }, async (context) => {
  await skipWithoutTools(context, "aarch64");
  expectAllPassed(await outputOf("aarch64"));
});

it("the kernels print the same digests here and on 64-bit ARM", { timeout: hangsAfter }, async (context) => {
  context.skip(process.arch !== "x64", "this processor is ARM's itself");
  await skipWithoutTools(context, "aarch64");
  const here = linesOf(await outputOf("native"), /^digest /);
  expect(here.length).toBeGreaterThan(0);
  expect(linesOf(await outputOf("aarch64"), /^digest /)).toEqual(here);
});

it("the kernels of every instruction set are tested here", { timeout: hangsAfter }, async (context) => {
  await skipWithoutTools(context, "native");
  const leftOut = linesOf(await outputOf("native"), /^left out: /).filter(
    (line) => !line.includes("--exhaustive"),
  );
  const named = new Set(leftOut.map((line) => line.slice("left out: ".length)));
  context.skip(named.size > 0, [...named].join("; "));
});

it(
  "the elementary functions keep their bounds in all of float32",
  { timeout: hangsAfter },
  async (context) => {
    context.skip(!long, "takes 20 minutes: set LOCKSTEP_LONG_TESTS=1");
    await skipWithoutTools(context, "native");
    expectAllPassed(await runPrograms("native", ["PROGRAMS=vector", "ARGUMENTS=--exhaustive --threads 2"]));
  },
);

it("a million mutated programs do no harm in a sanitized build", { timeout: hangsAfter }, async (context) => {
  context.skip(!long, "takes half an hour: set LOCKSTEP_LONG_TESTS=1");
  await skipWithoutTools(context, "sanitized");
  const only = ["PROGRAMS=layers", "ARGUMENTS=--exhaustive --only mutated"];
  expectAllPassed(await runPrograms("sanitized", only));
});
