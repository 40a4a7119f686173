import { describe, expect, it } from "vitest";
import { formatFigure } from "./format-figure.js";
import { formatReport } from "./format-report.js";
import type { Report } from "./report.js";
import { alignColumns } from "./table.js";

const report: Report = {
  machine: {
    cpu: "A CPU",
    cores: 2,
    memoryGiB: 24,
    system: "linux 6 x64",
    node: "20.20.0",
    loadAverage: 0.25,
  },
  versions: { "backend wasm": "4.22.0", Keras: "3.15.1" },
  sections: [
    {
      title: "Steps",
      rows: [
        {
          id: "a",
          label: "fast",
          unit: "ms",
          outcome: { kind: "measured", minimum: 0.5, median: 12.34, repetitions: 7 },
        },
        {
          ...{ id: "p", label: "part", unit: "ms", share: 0.254 },
          outcome: { kind: "measured", minimum: 0.5, median: 3.1, repetitions: 7 },
        },
        { id: "b", label: "absent", unit: "ms", outcome: { kind: "unavailable", reason: "not installed" } },
      ],
    },
  ],
  comparisons: [
    {
      id: "c",
      label: "a ratio",
      unit: "x",
      values: { ofMinima: 5, ofMedians: 4.5 },
      aim: { relation: "at least", value: 4 },
      verdict: "met",
    },
    { id: "d", label: "nothing", unit: "ms", aim: { relation: "at most", value: 1 } },
  ],
  durationSeconds: 61.4,
};

describe("formatReport", () => {
  it("lines up figures with their units, then what is side by side, then what is missing", () => {
    expect(formatReport(report).split("\n")).toEqual([
      "Lockstep's benchmark",
      "A CPU, 2 cores, 24 GiB, linux 6 x64, Node 20.20.0, load before 0.3",
      "backend wasm 4.22.0, Keras 3.15.1",
      "",
      "Steps",
      "           minimum   median  n",
      "  fast    0.500 ms  12.3 ms  7",
      "  part    0.500 ms  3.10 ms  7  25 %",
      "  absent         -        -  0",
      "",
      "Side by side  minima  medians                         aim",
      "  a ratio     5.00 x   4.50 x           at least 4 x: met",
      "  nothing          -        -  at most 1 ms: not measured",
      "",
      "Not measured",
      "  absent: not installed",
      "",
      "Measured in turns in 61 s; one thread each. Minima say what the code costs, medians also what else ran.",
      "",
    ]);
  });
});

describe("formatFigure", () => {
  it.each([
    [0.0123, "0.012"],
    [0.98765, "0.988"],
    [1.234, "1.23"],
    [-1.234, "-1.23"],
    [12.34, "12.3"],
    [1234.5, "1235"],
  ])("shows %d as %s", (value, text) => {
    expect(formatFigure(value)).toBe(text);
  });
});

describe("alignColumns", () => {
  it("takes rows of different lengths", () => {
    expect(alignColumns([["a", "1"], [], ["longer", "22", "x"]])).toEqual([
      "a        1",
      "",
      "longer  22  x",
    ]);
  });

  it("takes no rows at all", () => {
    expect(alignColumns([])).toEqual([]);
  });
});
