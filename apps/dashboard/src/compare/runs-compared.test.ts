import type { RunSnapshot } from "@lockstep/telemetry/events";
import { describe, expect, it } from "vitest";
import { runSample } from "../testing/run-sample.js";
import { digestGroups, digestWords } from "./equal-digests.js";
import { measureRows } from "./final-measures.js";

const run = runSample;

const words = (...runs: RunSnapshot[]) => digestWords(runs, ({ runId }) => runId);

describe("digestWords", () => {
  it("says that parameters are the same to the bit", () => {
    expect(words(run("a", { digest: "f" }), run("b", { digest: "f" }))).toEqual([
      "The parameters of a and b are the same to the bit.",
    ]);
  });

  it("says that they differ", () => {
    const runs = [run("a", { digest: "f" }), run("b", { digest: "e" }), run("c", { digest: "d" })];
    expect(words(...runs)).toEqual(["The parameters of a, b and c differ."]);
  });

  it("tells equal ones from the others", () => {
    const runs = [run("a", { digest: "e" }), run("b", { digest: "f" }), run("c", { digest: "f" })];
    expect(words(...runs)).toEqual([
      "The parameters of b and c are the same to the bit.",
      "Other pairs differ.",
    ]);
    expect(digestGroups(runs)[0]?.runs).toHaveLength(2);
  });

  it("compares nothing that has no parameters", () => {
    expect(words(run("a", { digest: "f" }), run("b"), run("c", { digest: "" }))).toEqual([
      "There are no two runs with parameters to compare yet.",
    ]);
    expect(words(run("a"), run("b", { digest: "f" }), run("c", { digest: "f" }))).toEqual([
      "The parameters of b and c are the same to the bit.",
    ]);
  });
});

describe("measureRows", () => {
  it("has a row for each measure of any run, those of the test data too", () => {
    const rows = measureRows([
      run("a", { measures: { loss: 0.2 }, test: { loss: 0.3 } }),
      run("b", { measures: { loss: 0.1, accuracy: 0.9 } }),
    ]);
    expect(rows).toEqual([
      { name: "loss", values: [0.2, 0.1], best: 0.1 },
      { name: "test_loss", values: [0.3, undefined] },
      { name: "accuracy", values: [undefined, 0.9] },
    ]);
  });

  it("takes the least loss and the greatest accuracy for the best", () => {
    const rows = measureRows([
      run("a", { measures: { val_loss: 1, val_accuracy: 0.8, mae: NaN } }),
      run("b", { measures: { val_loss: 2, val_accuracy: 0.9, mae: 1 } }),
    ]);
    expect(rows.map(({ best }) => best)).toEqual([1, 0.9, undefined]);
  });

  it("calls none the best where all are alike", () => {
    const rows = measureRows([run("a", { measures: { loss: 1 } }), run("b", { measures: { loss: 1 } })]);
    expect(rows).toEqual([{ name: "loss", values: [1, 1] }]);
  });
});
