import { describe, expect, it } from "vitest";
import { historyNames } from "./metric-names.js";
import { ObjectiveError } from "./objective-error.js";

describe("historyNames", () => {
  it("are those of the job where they differ, unweighted ones first", () => {
    expect(historyNames(["accuracy", "mae"], ["mse"])).toEqual(["accuracy", "mae", "mse"]);
  });

  it("tell apart equal ones as Keras does", () => {
    // fit of Keras 3.15.1 with these lists has these keys.
    expect(historyNames(["mse", "mse", "mae", "mean_absolute_error"], ["mse", "mse", "mape"])).toEqual([
      "mse",
      "mse_1",
      "mae",
      "mean_absolute_error",
      "weighted_mse",
      "weighted_mse_1",
      "mape",
    ]);
  });

  it("refuse a name for two", () => {
    expect(() => historyNames(["loss"], [])).toThrow(
      'metrics: expected another name than "loss", which is taken',
    );
    expect(() => historyNames(["a", "a", "a_1"], [])).toThrow(ObjectiveError);
  });
});
