import { describe, expect, it } from "vitest";
import { dataSourceOfFile } from "./data-source-of-file.js";
import { dataSourceKinds } from "./data-sources/data-source.js";
import { parseDataSource, parseDataSourceText } from "./parse-job.js";

describe("dataSourceOfFile", () => {
  it("tells the kind by the end of the name", () => {
    for (const kind of dataSourceKinds.filter((kind) => kind !== "random" && kind !== "text")) {
      expect(dataSourceOfFile(`data/FILE.${kind.toUpperCase()}`)).toMatchObject({
        [kind]: `data/FILE.${kind.toUpperCase()}`,
      });
    }
  });

  it("takes the options of a source of the same kind, but not its rows", () => {
    const like = parseDataSource({ csv: "a.csv", columns: ["p"], windows: { length: 5 }, rows: { from: 3 } });
    expect(dataSourceOfFile("b.csv", like)).toEqual(
      parseDataSource({ csv: "b.csv", columns: ["p"], windows: { length: 5 } }),
    );
    expect(dataSourceOfFile("b.npz", like)).toEqual(parseDataSource({ npz: "b.npz" }));
  });

  it("leaves files that belong to another one", () => {
    const like = parseDataSource({ npy: "x", y: "y", sampleWeight: "w", targetPer: "timeStep" });
    expect(dataSourceOfFile("z.npy", like)).toEqual(parseDataSource({ npy: "z.npy", targetPer: "timeStep" }));
  });

  it("refuses a file of no kind, and one that needs options", () => {
    expect(() => dataSourceOfFile("data.xls")).toThrow(
      'data: expected the path of a file that ends with one of .npz, .npy, .csv, .jsonl, .ndjson, .ts, .txt, .parquet, got "data.xls"',
    );
    expect(() => dataSourceOfFile("book.txt")).toThrow("windows");
  });
});

describe("parseDataSourceText", () => {
  it("reads YAML and JSON of one line", () => {
    const source = parseDataSource({ csv: "x.csv", label: "class" });
    expect(parseDataSourceText("{ csv: x.csv, label: class }")).toEqual(source);
    expect(parseDataSourceText('{"csv": "x.csv", "label": "class"}')).toEqual(source);
  });

  it("names the field, and the place of what is no YAML", () => {
    expect(() => parseDataSourceText("{ csv: x.csv, lable: y }", "--data")).toThrow(/^--data:1:15: lable: /);
    expect(() => parseDataSourceText("{ csv: x.csv", "--data")).toThrow(/^--data:1:\d+: /);
  });
});
