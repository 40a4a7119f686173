import { describe, expect, it } from "vitest";
import { ObjectiveError } from "./objective-error.js";
import { checkTargetShape, expectedTargetShape } from "./target-shape.js";

const model = (...outputShape: number[]) => ({ outputShape, layers: [] });
const values = (targetWidth: number) => ({ targetWidth });

describe("expectedTargetShape", () => {
  it("is the output's, or one class number for each vector of it", () => {
    expect(expectedTargetShape(values(4), model(10, 4))).toEqual([10, 4]);
    expect(expectedTargetShape(values(1), model(10, 4))).toEqual([10, 1]);
  });
});

describe("checkTargetShape", () => {
  it.each([
    [values(1), model(1), [1]],
    [values(1), model(1), []],
    [values(1), model(4), [1]],
    [values(1), model(4), []],
    [values(1), model(10, 4), [10]],
    [values(1), model(10, 4), [10, 1]],
    [values(3), model(10, 3), [10, 3]],
  ])("accepts %j of %j as %j", (objective, plan, shape) => {
    expect(() => checkTargetShape(objective, plan, shape)).not.toThrow();
  });

  it.each([
    [
      values(1),
      model(10, 1),
      [10],
      "targets: expected shape [10, 1] for an output of shape [10, 1], got [10]; give each time step's target an axis of its own, as Keras would average over time",
    ],
    [values(1), model(4), [4], "got [4]; this loss takes class numbers, categorical_crossentropy takes"],
    [
      values(4),
      model(4),
      [1],
      "expected shape [4] for an output of shape [4], got [1]; of class numbers take sparse_",
    ],
    [values(4), model(10, 4), [4], "targets: expected shape [10, 4] for an output of shape [10, 4], got [4]"],
    [values(1), model(10, 4), [9, 1], "expected shape [10, 1]"],
  ])("refuses %j of %j as %j", (objective, plan, shape, message) => {
    expect(() => checkTargetShape(objective, plan, shape)).toThrow(message);
    expect(() => checkTargetShape(objective, plan, shape)).toThrow(ObjectiveError);
  });
});
