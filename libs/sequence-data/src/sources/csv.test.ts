import { describe, expect, it } from "vitest";
import { DataFolder, lengthsOf, rowsOf } from "../testing/data-folder.js";

const folder = new DataFolder();

async function csv(contents: string | Uint8Array, source: object, options = {}) {
  await folder.write("data.csv", contents);
  return folder.open({ csv: "data.csv", ...source }, options);
}

async function refusal(contents: string | Uint8Array, source: object, options = {}) {
  await folder.write("data.csv", contents);
  return (await folder.refusal({ csv: "data.csv", ...source }, options)).message;
}

describe("a csv source, a row a sequence", () => {
  it("takes all columns that have no other use as time steps", async () => {
    const text = 'a,b,kind,weight\n1,2,"yes, it is",0.5\n\n3e1,-4,no,1\n';
    const { dataset, preprocessing } = await csv(text, { label: "kind", sampleWeight: "weight" });
    expect(dataset.layout).toEqual({
      inputs: [{ name: "x", shape: [2, 1], timed: true }],
      target: { name: "y", shape: [1], timed: false },
      weight: { name: "sampleWeight", shape: [], timed: false },
      timeSteps: 2,
      padding: { side: "post", value: 0 },
    });
    expect(preprocessing.classLabels).toEqual(["no", "yes, it is"]);
    expect(rowsOf(dataset)).toEqual([
      [1, 2, 1, 0.5],
      [30, -4, 0, 1],
    ]);
  });

  it("takes named columns in their order, several features a time step, and numbers as targets", async () => {
    const text = "\uFEFFt0a;t0b;t1a;t1b;p;q\r\n1;2;3;4;5;6\r\n";
    const source = {
      columns: ["t1a", "t1b", "t0a", "t0b"],
      features: 2,
      targets: ["q", "p"],
      delimiter: ";",
    };
    const { dataset } = await csv(text, source);
    expect(dataset.layout).toMatchObject({ inputs: [{ shape: [2, 2] }], target: { shape: [2] } });
    expect(rowsOf(dataset)).toEqual([[3, 4, 1, 2, 6, 5]]);
  });

  it("numbers the columns of a file without header, and takes a part of the rows", async () => {
    const source = { header: false, label: "0", rows: { from: 1, to: 3 } };
    const { dataset } = await csv("b,1\na,2\nb,3\nc,4\n", source);
    expect(rowsOf(dataset)).toEqual([
      [2, 0],
      [3, 1],
    ]);
  });

  it("cuts a column of texts into tokens, as many as there are", async () => {
    const text = "review,stars\nA fine film!,5\nBad.,1\n";
    const { dataset, preprocessing } = await csv(text, { textColumn: "review", targets: ["stars"] });
    expect(lengthsOf(dataset)).toEqual([3, 1]);
    expect(preprocessing.vocabulary?.tokens).toEqual(["", "[UNK]", "fine", "film", "bad", "a"]);
    expect(rowsOf(dataset)).toEqual([
      [5, 2, 3, 5],
      [4, 1],
    ]);
  });

  it("needs no targets for predictions", async () => {
    const { dataset } = await csv("a,b\n1,2\n", {}, { targets: "absent" });
    expect(dataset.layout.target).toBeUndefined();
    expect(rowsOf(dataset)).toEqual([[1, 2]]);
  });

  it.each<[string, string | Uint8Array, object, RegExp]>([
    ["an empty file", "", { label: "y" }, /data\.csv: expected a CSV file, got an empty one/],
    ["a header alone", "a,y\n", { label: "y" }, /data\.csv: expected at least one sequence, got none/],
    ["no targets", "a,y\n1,2\n", {}, /expected targets: name their columns by label or targets/],
    [
      "a missing column",
      "a,kind\n1,2\n",
      { label: "kin" },
      /no column kin; there: a, kind; did you mean "kind"\?/,
    ],
    ["a name that comes twice", "a,a,y\n1,2,3\n", { label: "y" }, /each column's name once, got "a" twice/],
    [
      "a row with fewer cells",
      "a,b,y\n1,2,3\n1,2\n",
      { label: "y" },
      /line 3: expected as many cells as the first/,
    ],
    [
      "a row with more cells",
      "a,b,y\n1,2,3,4\n",
      { label: "y" },
      /line 2: expected as many cells as the first/,
    ],
    [
      "a missing value",
      "a,b,y\n1,,3\n",
      { label: "y" },
      /line 2: column b: expected a finite number, got nothing/,
    ],
    [
      "NaN",
      "a,b,y\n1,2,3\n1,NaN,3\n",
      { label: "y" },
      /line 3: column b: expected a finite number, got "NaN"/,
    ],
    ["infinity", "a,y\n1e999,3\n", { label: "y" }, /line 2: column a: expected a finite number, got "1e999"/],
    ["hexadecimal", "a,y\n0x10,3\n", { label: "y" }, /column a: expected a finite number, got "0x10"/],
    ["what is no number", "a,y\none,3\n", { label: "y" }, /column a: expected a finite number, got "one"/],
    [
      "a missing label",
      "a,y\n1, \n",
      { label: "y" },
      /line 2: column y: expected a class label, got nothing/,
    ],
    [
      "columns that do not come out even",
      "a,b,c,y\n1,2,3,4\n",
      { label: "y", features: 2 },
      /a multiple of 2 input/,
    ],
    ["nothing to learn from", "y\n1\n", { label: "y" }, /expected at least one input column, got none/],
    ["an open quote", 'a,y\n"1,2\n3,4\n', { label: "y" }, /damaged CSV: Quote Not Closed/],
    ["text beside a quote", 'a,y\n"1"2,3\n', { label: "y" }, /line 2: damaged CSV/],
    ["a zero byte", "a,y\n1,2\n\0,4\n", { label: "y" }, /data\.csv: line 3: expected text, got binary data/],
    [
      "Latin-1",
      Buffer.from("a,y\n1,2\n1,\xe9\n", "latin1"),
      { label: "y" },
      /data\.csv: line 3: expected UTF-8 text/,
    ],
    ["UTF-16", Buffer.from("\uFEFFa,y\n1,2\n", "utf16le"), { label: "y" }, /line 1: expected UTF-8 text/],
  ])("refuses %s", async (_, contents, source, message) => {
    expect(await refusal(contents, source)).toMatch(message);
  });

  it("refuses a row that never ends, without keeping it", async () => {
    const huge = Buffer.alloc(17 * 2 ** 20, "1");
    expect(await refusal(Buffer.concat([Buffer.from("a,y\n"), huge]), { label: "y" })).toMatch(
      /line \d+: expected a row of at most 16777216 characters, got more/,
    );
  });
});

describe("a csv source cut into windows", () => {
  const series = "month,sales,price\n0,10,100\n1,11,101\n2,12,102\n3,13,103\n4,14,104\n5,15,105\n";

  it("takes the next value of the inputs as target", async () => {
    const { dataset } = await csv(series, { columns: ["sales"], windows: { length: 3 } });
    expect(dataset.layout).toMatchObject({
      inputs: [{ name: "x", shape: [3, 1], timed: true }],
      target: { name: "y", shape: [1], timed: false },
    });
    expect(rowsOf(dataset)).toEqual([
      [10, 11, 12, 13],
      [11, 12, 13, 14],
      [12, 13, 14, 15],
    ]);
  });

  it("takes other targets, further ahead, several of them, with stride and sampling rate", async () => {
    const windows = { length: 2, targets: ["price"], horizon: 1, steps: 2, stride: 1, samplingRate: 1 };
    const columns = ["sales", "month"];
    const ahead = await csv(series, { columns, windows });
    expect(ahead.dataset.layout.target?.shape).toEqual([2]);
    expect(rowsOf(ahead.dataset)[0]).toEqual([10, 0, 11, 1, 102, 103]);
    expect(ahead.dataset.sequences).toBe(3);
    const sparse = await csv(series, {
      columns: ["sales"],
      windows: { length: 2, targets: ["price", "month"], stride: 2, samplingRate: 2 },
    });
    expect(sparse.dataset.layout.target?.shape).toEqual([2]);
    expect(rowsOf(sparse.dataset)).toEqual([[10, 12, 104, 4]]);
  });

  it("cuts a part of the series, and for predictions up to its end", async () => {
    const source = { columns: ["sales"], windows: { length: 2 }, rows: { from: 3 } };
    expect(rowsOf((await csv(series, source)).dataset)).toEqual([[13, 14, 15]]);
    const { dataset } = await csv(series, source, { targets: "absent" });
    expect(rowsOf(dataset)).toEqual([
      [13, 14],
      [14, 15],
    ]);
  });

  it("refuses a series that is too short, and what is no number", async () => {
    expect(await refusal(series, { columns: ["sales"], windows: { length: 6 } })).toMatch(
      /expected rows enough for a window of 6 time steps and its target, got 6/,
    );
    expect(await refusal("a\n1\nx\n", { windows: { length: 1 } })).toMatch(/line 3: column a: .*got "x"/);
    expect(await refusal(series, { windows: { length: 1, targets: ["sale"] } })).toMatch(/no column sale/);
  });
});
