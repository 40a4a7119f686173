import { describe, expect, it } from "vitest";
import { dataSourceKinds } from "./data-sources/data-source.js";
import { mapJobPaths, mapSourcePaths } from "./job-paths.js";
import { parseDataSource } from "./parse-job.js";
import { jobWith } from "./testing/problems.js";

const inFolder = (path: string) => `/folder/${path}`;

describe("mapSourcePaths", () => {
  const files = dataSourceKinds.filter((kind) => kind !== "random");

  it.each(files)("maps the path of %s", (kind) => {
    const windows = kind === "text" ? { windows: { length: 2 } } : {};
    const source = parseDataSource({ [kind]: "file", ...windows });
    expect(mapSourcePaths(source, inFolder)).toEqual({ ...source, [kind]: "/folder/file" });
  });

  it("maps each of several files", () => {
    const source = parseDataSource({ npy: "x", y: "y", sampleWeight: "w" });
    const mapped = { npy: "/folder/x", y: "/folder/y", sampleWeight: "/folder/w" };
    expect(mapSourcePaths(source, inFolder)).toMatchObject(mapped);
  });

  it("leaves names of arrays and random data alone", () => {
    const npz = parseDataSource({ npz: "a", x: "input", sampleWeight: "weights" });
    expect(mapSourcePaths(npz, inFolder)).toMatchObject({ x: "input", sampleWeight: "weights" });
    const random = parseDataSource({ random: { sequences: 1, timeSteps: 1, features: 1 } });
    expect(mapSourcePaths(random, inFolder)).toEqual(random);
  });
});

describe("mapJobPaths", () => {
  it("maps the paths of all sources and of the model", () => {
    const data = { train: { npz: "a" }, validation: { ts: "b" }, test: { jsonl: "c" }, standardise: true };
    const layers = [{ type: "Dense", units: 1 }];
    const job = jobWith({ data, model: { layers, parameters: "p" } });
    expect(mapJobPaths(job, inFolder)).toMatchObject({
      data: {
        train: { npz: "/folder/a" },
        validation: { ts: "/folder/b" },
        test: { jsonl: "/folder/c" },
        standardise: true,
      },
      model: { parameters: "/folder/p", layers },
    });
  });

  it("leaves out what the job leaves out", () => {
    const job = jobWith({ data: { train: { npz: "/a" }, test: "same" } });
    expect(mapJobPaths(job, (path) => path)).toEqual(job);
  });

  it("maps the path of a file of Keras", () => {
    const job = jobWith({ model: { keras: "model.keras" } });
    expect(mapJobPaths(job, inFolder).model).toEqual({ keras: "/folder/model.keras" });
  });
});
