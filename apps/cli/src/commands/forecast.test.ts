import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { FakeIo } from "../testing/fake-io.js";
import { FakePredictor, forecastModel, writeModel } from "../testing/sample-models.js";
import { forecastCommand } from "./forecast.js";
import type { PredictOptions } from "./predict.js";

const folder = mkdtempSync(join(tmpdir(), "lockstep-forecast-"));
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, "new.csv"), "b,a\n10,1\n20,2\n30,3\n40,4\n50,5\n");
writeFileSync(join(folder, "one.csv"), "a\n1\n2\n3\n4\n");

/** The last time step, one further. */
const next = (input: readonly number[]) => [(input.at(-2) ?? 0) + 1, (input.at(-1) ?? 0) + 10];

interface Scene {
  readonly model?: ReturnType<typeof forecastModel>;
  readonly answer?: (input: readonly number[]) => readonly number[];
  readonly options?: Partial<PredictOptions>;
  readonly steps?: number;
  readonly data?: string | undefined;
}

async function predict(scene: Scene) {
  const { model = forecastModel(), answer = next, options = {}, steps = 2 } = scene;
  const data = "data" in scene ? scene.data : "new.csv";
  await writeModel(join(folder, "model.safetensors"), model);
  const io = new FakeIo();
  io.cwd = folder;
  const predictor = new FakePredictor(answer);
  const given = { dataDir: ".", backend: "auto", ...options } as PredictOptions;
  const open = () => Promise.resolve(predictor);
  expect(await forecastCommand("model.safetensors", data, steps, given, io, open)).toBe(0);
  expect(predictor.closed).toBe(true);
  return { out: io.out, asked: predictor.asked };
}

describe("predict --steps", () => {
  it("goes on at the end of the series, with what it predicted", async () => {
    const { out, asked } = await predict({ steps: 3 });
    expect(out).toBe("6 60\n7 70\n8 80\n");
    expect(asked).toEqual([
      [3, 30, 4, 40, 5, 50],
      [4, 40, 5, 50, 6, 60],
      [5, 50, 6, 60, 7, 70],
    ]);
  });

  it("keeps to the distance of the time steps, and to the series' end", async () => {
    const { asked } = await predict({
      model: forecastModel({ windows: { samplingRate: 2, stride: 4 } }),
      steps: 1,
    });
    expect(asked).toEqual([[1, 10, 3, 30, 5, 50]]);
  });

  it("takes several time steps at once", async () => {
    const model = forecastModel({ windows: { steps: 2 }, units: 4 });
    const { out, asked } = await predict({ model, answer: () => [1, 2, 3, 4], steps: 3 });
    expect(out).toBe("1 2\n3 4\n1 2\n");
    expect(asked[1]).toEqual([5, 50, 1, 2, 3, 4]);
  });

  it("scales what it feeds back as the inputs, and prints the data's units", async () => {
    const standardisation = [
      { array: "x", mean: [1, 10], std: [2, 10] },
      { array: "y", mean: [0, 100], std: [1, 100] },
    ];
    const model = forecastModel({ preprocessing: { standardisation } });
    const { out, asked } = await predict({ model, answer: () => [7, 0.5] });
    expect(out).toBe("7 150\n7 150\n");
    expect(asked).toEqual([
      [1, 2, 1.5, 3, 2, 4],
      [1.5, 3, 2, 4, 3, 14],
    ]);
  });

  it("goes on with the job's test data, else its training data", async () => {
    const train = { csv: join(folder, "new.csv") };
    expect((await predict({ model: forecastModel({ source: train }), data: undefined })).out).toBe(
      "6 60\n7 70\n",
    );
    const model = forecastModel();
    const { data } = model.job as { data: object };
    const test = {
      csv: join(folder, "new.csv"),
      columns: ["a", "b"],
      windows: { length: 3 },
      rows: { from: 0, to: 4 },
    };
    const tested = { ...model, job: { ...model.job, data: { ...data, test } } };
    expect((await predict({ model: tested, data: undefined, steps: 1 })).out).toBe("5 50\n");
  });

  it("takes a source as a job file has it", async () => {
    const options = { data: "{ csv: new.csv, columns: [b, a] }" };
    expect((await predict({ options, data: undefined, steps: 1 })).asked).toEqual([[30, 3, 40, 4, 50, 5]]);
  });

  it("prints one document as JSON, or writes an .npy file", async () => {
    const { out } = await predict({ options: { json: true, output: "p.npy" } });
    expect(JSON.parse(out)).toEqual({ model: "model.safetensors", shape: [2, 2], output: "p.npy" });
    expect(readFileSync(join(folder, "p.npy")).toString("latin1")).toContain("'shape': (2, 2)");
    expect(JSON.parse((await predict({ options: { json: true } })).out)).toMatchObject({
      predictions: [
        [6, 60],
        [7, 70],
      ],
    });
  });

  it.each<[string, Scene, string]>([
    [
      "a target that is not the next time step",
      { model: forecastModel({ windows: { horizon: 3 } }) },
      "--steps: expected windows.horizon: 1, the next time step, got 3",
    ],
    [
      "columns that are not predicted",
      { model: forecastModel({ windows: { targets: ["b"] }, units: 1 }) },
      "--steps: expected windows.targets: the columns of the inputs (a, b), got b",
    ],
    [
      "rows that are sequences",
      {
        model: {
          ...forecastModel(),
          job: { ...forecastModel().job, data: { train: { csv: "/s.csv", label: "k" } } },
        },
      },
      "--steps: expected a model trained on windows of a time series (data.train: csv with windows), got csv",
    ],
    [
      "an output of another size",
      { model: forecastModel({ units: 3 }) },
      "--steps: expected an output of 2 values, the next ones of the inputs, got 3",
    ],
    [
      "data of another kind",
      { data: "new.npz" },
      "--steps: expected a time series to go on, data of the kind csv, got npz",
    ],
    [
      "data of other columns",
      { data: undefined, options: { data: "{ csv: one.csv }" } },
      "data: expected 2 columns as the model was trained on, got 1",
    ],
  ])("refuses %s", async (_, scene, message) => {
    await expect(predict(scene)).rejects.toMatchObject({ name: "CliError", exitCode: 2, message });
  });

  it("takes a column to be its own target where there is just one", async () => {
    const model = forecastModel({ source: { columns: ["a"] }, windows: { targets: ["a"] }, units: 1 });
    const { out } = await predict({
      model: { ...model, inputShape: [3, 1] },
      answer: ([, , last = 0]) => [last + 1],
    });
    expect(out).toBe("6\n7\n");
  });
});
