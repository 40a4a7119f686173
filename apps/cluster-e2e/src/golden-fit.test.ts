import { readFile } from "node:fs/promises";
import { deviation, jobOptions, readGoldenCase, tolerance, type GoldenCase } from "@lockstep/golden-cases";
import { parseSafetensors, serialiseSafetensors } from "@lockstep/safetensors";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { backends } from "./testing/backends.js";
import { lockstep } from "./testing/lockstep-process.js";
import type { RunDocument } from "./testing/run-document.js";
import { Workspace } from "./testing/workspace.js";

const probes = await backends();
let workspace: Workspace;
beforeAll(async () => {
  workspace = await Workspace.open();
});
afterAll(() => workspace.close());

const before = "parameters.before/";

/** Weights of a case's model, `<layer>/<weight>`. */
function weightsOf({ tensors }: GoldenCase): string[] {
  return [...tensors.keys()]
    .filter((name) => name.startsWith(before))
    .map((name) => name.slice(before.length));
}

/** Writes a case as a job with its data and first parameters. @returns the job's file */
async function writeCase(golden: GoldenCase): Promise<string> {
  const { name } = golden;
  const tensors = new Map(
    weightsOf(golden).map((weight) => [weight, golden.tensors.get(before + weight)!] as const),
  );
  await workspace.write(`${name}.safetensors`, serialiseSafetensors({ metadata: {}, tensors }));
  const array = (tensor: string) => ({ shape: golden.shape(tensor), values: golden.float32(tensor) });
  await workspace.writeNpz(`${name}.npz`, { x: array("x"), y: array("y") });
  const options = jobOptions(golden);
  const targetPer = golden.shape("y").length > 2 ? "timeStep" : "sequence";
  const job = {
    ...options,
    model: { ...(options.model as object), parameters: `${name}.safetensors` },
    data: { train: { npz: `${name}.npz`, targetPer }, test: "same" },
    cluster: { microBatchSize: 3 },
  };
  await workspace.write(`${name}.json`, JSON.stringify(job));
  return `${name}.json`;
}

async function json<Document>(...args: string[]): Promise<Document> {
  const { code, stdout, stderr } = await lockstep([...args, "--json"], { cwd: workspace.folder });
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout) as Document;
}

/** Values of what Keras has within the case's tolerance. */
function expectClose(
  golden: GoldenCase,
  what: string,
  values: ArrayLike<number>,
  values64: ArrayLike<number>,
): void {
  expect(deviation(values, values64), what).toBeLessThanOrEqual(tolerance(golden, what));
}

/** Trains on two workers and holds history, evaluation, parameters and predictions against Keras's. */
async function repeat(name: string, options: readonly string[]): Promise<RunDocument> {
  const golden = readGoldenCase(name);
  const document = await json<RunDocument>("run", await writeCase(golden), "--workers", "2", ...options);
  const { history = {}, evaluate = {} } = golden.expected64 ?? {};
  for (const [measure, values64] of Object.entries(history))
    expectClose(golden, `history/${measure}`, document.history[measure] ?? [], values64);
  for (const [measure, value64] of Object.entries(evaluate))
    expectClose(golden, `evaluate/${measure}`, [document.test?.[measure] ?? NaN], [value64]);
  const { tensors } = parseSafetensors(await readFile(document.model));
  for (const weight of weightsOf(golden)) {
    const values64 = golden.float64(`parameters.final64/${weight}`);
    expectClose(golden, `parameters.final/${weight}`, tensors.get(weight)?.data as Float32Array, values64);
  }
  const { predictions } = await json<{ predictions: number[][] }>(
    "predict",
    document.model,
    `${name}.npz`,
    "--workers",
    "1",
    ...options,
  );
  expectClose(golden, "output", predictions.flat(2), golden.float64("output64"));
  return document;
}

describe.each(probes)("Keras's fit of the notebook, on $name", ({ name, available, reason }) => {
  it("is repeated, and so are evaluate and predict", async (context) => {
    if (!available) context.skip(`backend ${name} is not available: ${reason ?? ""}`);
    const document = await repeat("fit-notebook", ["--backend", name]);
    expect(document.history.loss).toHaveLength(10);
    const evaluated = await json<RunDocument>(
      "evaluate",
      document.runId,
      "fit-notebook.npz",
      "--workers",
      "1",
      "--backend",
      name,
    );
    expect(evaluated.test).toEqual(document.test);
  }, 120_000);
});

describe("Keras's fit on two workers is repeated", () => {
  it.each([
    ["with a target for each time step, and masks", "fit-tagging"],
    ["with an early stop that restores the best weights", "fit-early-stopping-restore"],
    ["with class weights", "fit-class-weight"],
    ["with states that go on from batch to batch", "fit-stateful"],
  ])(
    "%s",
    async (_, name) => {
      await repeat(name, []);
    },
    120_000,
  );
});
