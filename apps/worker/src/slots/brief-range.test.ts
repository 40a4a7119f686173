import { parseJobValue } from "@lockstep/job";
import { planJob } from "@lockstep/model";
import { expect, it } from "vitest";
import { briefRanges } from "./brief-range.js";

const briefWith = (layers: object[], inputSizes: readonly number[]) =>
  briefRanges(
    planJob(
      parseJobValue({
        data: { train: { random: { sequences: 1, timeSteps: 10, features: 1, labels: "binary" } } },
        model: { layers: [...layers, { type: "Dense", units: 1 }] },
        loss: "mean_squared_error",
      }),
      [inputSizes],
    ),
  );

it("takes a small recurrent layer's batch for brief, and neither a large one's nor a large batch", () => {
  const small = briefWith([{ type: "SimpleRNN", units: 10 }], [10, 1]);
  expect(small(32, 10)).toBe(true);
  expect(small(3200, 10)).toBe(false);
  expect(small(32, 1000)).toBe(false);
  expect(briefWith([{ type: "LSTM", units: 128 }], [10, 1])(32, 10)).toBe(false);
});

it("counts the time steps that a layer adds", () => {
  const repeated = (n: number) =>
    briefWith(
      [
        { type: "RepeatVector", n },
        { type: "SimpleRNN", units: 10 },
      ],
      [3],
    );
  expect(repeated(5)(32, 1)).toBe(true);
  expect(repeated(5000)(32, 1)).toBe(false);
});
