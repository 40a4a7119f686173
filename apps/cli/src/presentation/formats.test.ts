import { describe, expect, it } from "vitest";
import { formatElapsed, formatPerStep, formatRemaining } from "./durations.js";
import { formatMeasure, formatMeasures } from "./measures.js";
import { formatBar, formatLine, type Bar } from "./progress-bar.js";
import { formatNumber, formatText, formatToken } from "./short-values.js";
import { formatFloat32, nestedPredictions, predictionLines } from "./predictions-text.js";

describe("formatMeasure", () => {
  it.each([
    [0.52349, "0.5235"],
    [12, "12.0000"],
    [-0.5, "-0.5000"],
    [0.001, "1.0000e-03"],
    [0.00123, "0.0012"],
    [0, "0.0000e+00"],
    [1.5e-12, "1.5000e-12"],
    [Infinity, "Infinity"],
    [NaN, "NaN"],
  ])("shows %d as %s", (value, text) => expect(formatMeasure(value)).toBe(text));
});

describe("short values", () => {
  it.each([
    [0.123456, "0.1235"],
    [12, "12"],
    [-1.5e-7, "-1.5e-7"],
  ])("show %d as %s", (value, text) => expect(formatNumber(value)).toBe(text));

  it("hold back what a terminal would act on", () => {
    expect(formatText("a label")).toBe("a label");
    expect(formatText("a\u001b[2J\u009b")).toBe(String.raw`a\u001b[2J\u009b`);
    expect(formatToken("\n\u007f ")).toBe(String.raw`"\n\u007f "`);
  });
});

describe("formatMeasures", () => {
  it("goes by name, validation behind, and the learning rate at the end", () => {
    expect(
      formatMeasures({ learning_rate: 0.001, val_loss: 4, loss: 2, val_accuracy: 3, accuracy: 1, zebra: 5 }),
    ).toBe(
      " - accuracy: 1.0000 - loss: 2.0000 - zebra: 5.0000 - val_accuracy: 3.0000 - val_loss: 4.0000 - learning_rate: 1.0000e-03",
    );
  });
});

describe("durations", () => {
  it.each([
    [0, "0s"],
    [1600, "2s"],
    [125_000, "125s"],
  ])("%d ms have passed: %s", (ms, text) => expect(formatElapsed(ms)).toBe(text));

  it.each([
    [900, "0s"],
    [60_000, "60s"],
    [65_000, "1:05"],
    [3_723_000, "1:02:03"],
  ])("%d ms are left: %s", (ms, text) => expect(formatRemaining(ms)).toBe(text));

  it.each([
    [0, "0s/step"],
    [0.25, "250us/step"],
    [5.4, "5ms/step"],
    [1500, "2s/step"],
  ])("a step of %d ms: %s", (ms, text) => expect(formatPerStep(ms)).toBe(text));
});

describe("formatBar", () => {
  const bar: Bar = {
    current: 4,
    total: 4,
    elapsedMs: 20,
    measures: { accuracy: 0.5235, loss: 0.7062 },
    final: true,
  };
  const plain = { columns: 120, colour: false };

  it("is Keras's", () => {
    expect(formatBar(bar, plain)).toBe(
      "4/4 ━━━━━━━━━━━━━━━━━━━━ 0s 5ms/step - accuracy: 0.5235 - loss: 0.7062",
    );
  });

  it("shows how far it is and the time that is left", () => {
    const half = { ...bar, current: 3, total: 10, elapsedMs: 3000, measures: {}, final: false };
    expect(formatBar(half, plain)).toBe(` 3/10 ${"━".repeat(6)}${" ".repeat(14)} 7s 1s/step`);
  });

  it("tells done and left apart by colour", () => {
    const half = { ...bar, current: 2, final: false, measures: {} };
    expect(formatBar(half, { ...plain, colour: true })).toBe(
      `\u001b[1m2/4\u001b[0m \u001b[32m${"━".repeat(10)}\u001b[0m\u001b[37m${"━".repeat(10)}\u001b[0m \u001b[1m0s\u001b[0m 10ms/step`,
    );
  });

  it("never fills the last column", () => {
    expect(formatBar(bar, { columns: 40, colour: true })).toHaveLength(39);
    expect(formatBar(bar, { columns: 40, colour: true })).toMatch(/^4\/4 ━+ 0s/);
  });

  it("has a form for a line of its own", () => {
    expect(formatLine(bar)).toBe("4/4 - 0s 5ms/step - accuracy: 0.5235 - loss: 0.7062");
  });
});

describe("predictions", () => {
  it.each([0.1, 1 / 3, 1e-38, 16_777_216, 0, -1.5, 3.4028234663852886e38, 0.45568657])(
    "%d is read back to the same float32",
    (number) => {
      const value = Math.fround(number);
      expect(Math.fround(Number(formatFloat32(value)))).toBe(value);
      expect(formatFloat32(value).length).toBeLessThanOrEqual(15);
    },
  );

  it("are a line a sequence", () => {
    const values = Float32Array.from([0.1, 0.2, 0.3, 0.4]);
    expect([...predictionLines({ shape: [4, 1], values })]).toEqual(["0.1\n", "0.2\n", "0.3\n", "0.4\n"]);
    expect([...predictionLines({ shape: [2, 2], values })]).toEqual(["0.1 0.2\n", "0.3 0.4\n"]);
    expect([...predictionLines({ shape: [0, 2], values: new Float32Array() })]).toEqual([]);
  });

  it("nest as their shape says", () => {
    const values = Float32Array.from([1, 2, 3, 4, 0.1, 6]);
    expect(nestedPredictions({ shape: [3, 2], values })).toEqual([
      [1, 2],
      [3, 4],
      [0.1, 6],
    ]);
    expect(nestedPredictions({ shape: [1, 3, 2], values })).toEqual([
      [
        [1, 2],
        [3, 4],
        [0.1, 6],
      ],
    ]);
    expect(nestedPredictions({ shape: [6], values })).toEqual([1, 2, 3, 4, 0.1, 6]);
  });
});
