import { readFile } from "node:fs/promises";
import { deviation, readGoldenCase, tolerance } from "@lockstep/golden-cases";
import { parseSafetensors, serialiseSafetensors } from "@lockstep/safetensors";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { backends } from "./testing/backends.js";
import { lockstep } from "./testing/lockstep-process.js";
import type { RunDocument } from "./testing/run-document.js";
import { notebookJob, Workspace } from "./testing/workspace.js";

const golden = readGoldenCase("fit-notebook");
const probes = await backends();
let workspace: Workspace;

/** Weights of the model, `<layer>/<weight>`. */
const weights = [...golden.tensors.keys()]
  .filter((name) => name.startsWith("parameters.before/"))
  .map((name) => name.slice("parameters.before/".length));

beforeAll(async () => {
  workspace = await Workspace.open();
  const tensors = new Map(
    weights.map((name) => [name, golden.tensors.get(`parameters.before/${name}`)!] as const),
  );
  await workspace.write("before.safetensors", serialiseSafetensors({ metadata: {}, tensors }));
  await workspace.writeNpz("data.npz", {
    x: { shape: golden.shape("x"), values: golden.float32("x") },
    y: { shape: golden.shape("y"), values: golden.float32("y") },
  });
  const model = (JSON.parse(notebookJob()) as { model: object }).model;
  await workspace.write(
    "job.json",
    notebookJob({
      data: { train: { npz: "data.npz" }, test: "same" },
      model: { ...model, parameters: "before.safetensors" },
      fit: { epochs: 10, batchSize: 32, shuffle: false },
    }),
  );
});
afterAll(() => workspace.close());

describe.each(probes)("Keras's fit of the notebook, on $name", ({ name, available, reason }) => {
  it("is repeated: losses and accuracies within 1e-5, parameters within 1e-4, then evaluate and predict", async (context) => {
    if (!available) context.skip(`backend ${name} is not available: ${reason ?? ""}`);
    const cwd = workspace.folder;
    const ran = await lockstep(["run", "job.json", "--json", "--backend", name, "--workers", "2"], { cwd });
    expect(ran.code, ran.stderr).toBe(0);
    const document = JSON.parse(ran.stdout) as RunDocument;
    for (const measure of ["loss", "accuracy"]) {
      const expected = golden.expected64?.history?.[measure] ?? [];
      expect(expected).toHaveLength(10);
      expected.forEach((value, epoch) =>
        expect(document.history[measure]?.[epoch], `${measure} of epoch ${epoch + 1}`).toBeCloseTo(value, 5),
      );
    }

    const { tensors } = parseSafetensors(await readFile(document.model));
    for (const weight of weights) {
      const values = tensors.get(weight)?.data as Float32Array;
      const apart = deviation(values, golden.float64(`parameters.after64/10/${weight}`));
      expect(apart, weight).toBeLessThanOrEqual(1e-4);
      expect(apart, weight).toBeLessThanOrEqual(tolerance(golden, "parameters.after"));
    }

    const evaluated = await lockstep(["evaluate", document.runId, "data.npz", "--json", "--backend", name], {
      cwd,
    });
    expect(evaluated.code, evaluated.stderr).toBe(0);
    const { test } = JSON.parse(evaluated.stdout) as RunDocument;
    expect(test).toEqual(document.test);
    for (const measure of ["loss", "accuracy"])
      expect(test?.[measure]).toBeCloseTo(golden.expected64?.evaluate?.[measure] ?? NaN, 5);

    const predicted = await lockstep(["predict", document.model, "data.npz", "--json", "--backend", name], {
      cwd,
    });
    expect(predicted.code, predicted.stderr).toBe(0);
    const { predictions } = JSON.parse(predicted.stdout) as { predictions: number[][] };
    expect(deviation(predictions.flat(), golden.float64("output64"))).toBeLessThanOrEqual(
      tolerance(golden, "output"),
    );
  }, 120_000);
});
