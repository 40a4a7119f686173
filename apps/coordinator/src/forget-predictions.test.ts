import { expect, it } from "vitest";
import { forgetPredictions } from "./forget-predictions.js";
import type { RunRecord } from "./prepared-run.js";

const record = (runId: string, values?: number): RunRecord => ({
  runId,
  firstEvent: 1,
  ...(values === undefined ? {} : { predictions: { shape: [values], values: new Float32Array(values) } }),
});
const withPredictions = (records: readonly RunRecord[]): string[] =>
  records.filter(({ predictions }) => predictions).map(({ runId }) => runId);

it("predictions of the oldest runs go first, and only those that are too many", () => {
  const records = [record("a", 2), record("training"), record("b", 2), record("c", 2)];
  forgetPredictions(records, 16);
  expect(withPredictions(records)).toEqual(["b", "c"]);
});

it("the newest run's predictions stay, however many they are", () => {
  const records = [record("a", 1), record("b", 100), record("training")];
  forgetPredictions(records, 16);
  expect(withPredictions(records)).toEqual(["b"]);
});
