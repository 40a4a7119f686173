import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { runCli } from "../run-cli.js";
import { FakeIo } from "../testing/fake-io.js";

const folder = mkdtempSync(join(tmpdir(), "lockstep-data-"));
afterAll(() => rmSync(folder, { recursive: true }));

const lines = [
  { x: [1, 2, 3], y: "b" },
  { x: [4], y: "a" },
  { x: [5, 6], y: "b" },
  { x: [0], y: "b" },
];
writeFileSync(join(folder, "data.jsonl"), lines.map((line) => JSON.stringify(line)).join("\n"));
writeFileSync(join(folder, "book.txt"), "to be or not to be");

const classes = { data: { train: { jsonl: "data.jsonl" } }, fit: { validationSplit: 0.25 } };

async function data(change: object = {}, units = 2, ...args: string[]) {
  const layers = [
    { type: "SimpleRNN", units: 2 },
    { type: "Dense", units, activation: "softmax" },
  ];
  const job = {
    name: "n",
    ...classes,
    model: { layers },
    loss: "sparse_categorical_crossentropy",
    ...change,
  };
  writeFileSync(join(folder, "job.json"), JSON.stringify(job));
  const io = new FakeIo();
  io.cwd = folder;
  const exitCode = await runCli(["data", "job.json", ...args], io);
  return { exitCode, out: io.out, err: io.err };
}

describe("data", () => {
  it("prints what a training would read, for people", async () => {
    const { exitCode, out, err } = await data({}, 2, "--rows", "1");
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: "" });
    expect(out.split("\n")).toEqual([
      "train: 3 sequences",
      "  shapes of one sequence",
      "    x  (3, 1), the first axis is time",
      "    y  (1)",
      "  lengths: 1 to 3 time steps, mean 2",
      `    1  ${"█".repeat(40)} 1`,
      `    2  ${"█".repeat(40)} 1`,
      `    3  ${"█".repeat(40)} 1`,
      "  classes",
      `    0 a  ${"█".repeat(20)} 1`,
      `    1 b  ${"█".repeat(40)} 2`,
      "  features of x",
      "       min  mean  max",
      "    0    1   3.5    6",
      "  first sequences",
      "    0: 3 time steps, class b",
      "      x 1 2 3",
      "      y 1",
      "",
      "validation: 1 sequence",
      ...["  shapes of one sequence", "    x  (3, 1), the first axis is time", "    y  (1)"],
      "  lengths: 1 time step each",
      ...["  classes", "    0 a  0", `    1 b  ${"█".repeat(40)} 1`],
      ...["  features of x", "       min  mean  max", "    0    0     0    0"],
      ...["  first sequences", "    0: 1 time step, class b", "      x 0", "      y 1"],
      "",
      "",
    ]);
  });

  it("tells what was fitted: vocabulary and scales", async () => {
    const text = { train: { text: "book.txt", windows: { length: 4 } } };
    const tokens = await data({ data: text, fit: {} }, 20);
    expect(tokens.out).toContain('    0: 4 time steps\n      tokens "t" "o" " " "b"\n');
    expect(tokens.out).toContain(
      'vocabulary: 9 tokens (characters), the commonest " " "o" "t" "e" "b" "r" "n"\n',
    );
    expect(tokens.out).toMatch(/^ {4}2 " " {2}█+ 4$/m);
    const scaled = await data({ data: { ...classes.data, standardise: true }, fit: {} });
    expect(scaled.out).toContain("x was standardised: mean 3, deviation 2, of the training part\n");
  });

  it("prints one document as JSON", async () => {
    const { out } = await data({}, 2, "--json");
    expect(JSON.parse(out)).toMatchObject({
      name: "n",
      parts: {
        train: { sequences: 3, lengths: { longest: 3 }, classes: [{ label: "a", count: 1 }, { count: 2 }] },
        validation: { sequences: 1 },
      },
      classLabels: ["a", "b"],
    });
  });

  it("shows data that the model cannot be trained on, and says why", async () => {
    const { exitCode, out, err } = await data({}, 1);
    expect(exitCode).toBe(2);
    expect(out).toMatch(/^train: 3 sequences\n/);
    expect(err).toContain("lockstep: the data can be read, but not be trained on: ");
    expect(JSON.parse((await data({}, 1, "--json")).out)).toHaveProperty("problem");
  });

  it("refuses data that cannot be read, with the reader's words", async () => {
    writeFileSync(join(folder, "bad.jsonl"), '{"x": [1], "y": 0}\n{"x": "a", "y": 0}\n');
    const bad = await data({ data: { train: { jsonl: "bad.jsonl" } } });
    expect(bad).toMatchObject({ exitCode: 2, out: "" });
    expect(bad.err).toMatch(/^lockstep: .*bad\.jsonl: line 2: x: expected .*\n$/);
    const none = await data({ data: { train: { jsonl: "none.jsonl" } } });
    expect(none).toMatchObject({ exitCode: 2, out: "" });
    expect(none.err).toContain("no such file");
  });
});
