import { describe, expect, it } from "vitest";
import { parsePartLayouts } from "./part-layouts.js";

const layout = {
  inputs: [{ name: "x", shape: [5, 2], timed: true }],
  target: { name: "y", shape: [1], timed: false },
  weight: { name: "sampleWeight", shape: [], timed: false },
  timeSteps: 5,
  padding: { side: "post", value: 0 },
};

describe("parsePartLayouts", () => {
  it("brings back the layouts of the parts that there are", () => {
    const unlabelled = { inputs: layout.inputs, timeSteps: 5, padding: { side: "pre", value: -1 } };
    const layouts = { train: layout, test: unlabelled };
    expect(parsePartLayouts(JSON.stringify(layouts))).toEqual(layouts);
  });

  it("passes over what it does not know", () => {
    expect(parsePartLayouts(JSON.stringify({ another: 1, train: { ...layout, more: 2 } }))).toEqual({
      train: layout,
    });
  });

  it.each([
    [{ train: [] }, "layouts.train: expected an object, got []"],
    [{ train: { ...layout, inputs: [] } }, "layouts.train.inputs: expected a list that is not empty, got []"],
    [{ train: { ...layout, inputs: [{}] } }, "layouts.train.inputs[0].name: expected text"],
    [{ train: { ...layout, target: 1 } }, "layouts.train.target: expected an object, got 1"],
    [
      { train: { ...layout, weight: { ...layout.weight, shape: [1.5] } } },
      "layouts.train.weight.shape[0]: expected a whole number from 1, got 1.5",
    ],
    [
      { train: { ...layout, weight: { ...layout.weight, shape: 1 } } },
      "layouts.train.weight.shape: expected",
    ],
    [{ train: { ...layout, weight: { ...layout.weight, name: 1 } } }, "layouts.train.weight.name: expected"],
    [
      { train: { ...layout, timeSteps: 0 } },
      "layouts.train.timeSteps: expected a whole number from 1, got 0",
    ],
    [
      { train: { ...layout, padding: { side: "left", value: 0 } } },
      'layouts.train.padding.side: expected pre or post, got "left"',
    ],
    [
      { train: { ...layout, padding: { side: "pre" } } },
      "layouts.train.padding.value: expected a number, got nothing",
    ],
  ])("names the field of %j", (layouts, text) => {
    expect(() => parsePartLayouts(JSON.stringify(layouts))).toThrow(text);
  });

  it("refuses what is not JSON", () => {
    expect(() => parsePartLayouts("{")).toThrow('layouts: expected JSON, got "{"');
  });
});
