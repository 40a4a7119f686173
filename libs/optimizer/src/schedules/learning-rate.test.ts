import { deviation, listGoldenCases, readGoldenCase, tolerance } from "@lockstep/golden-cases";
import { describe, expect, it } from "vitest";
import reference from "../testing/keras-reference.json" with { type: "json" };
import { scheduleOf } from "../testing/keras-words.js";
import { learningRateOf, type LearningRateSpec } from "./learning-rate.js";

describe("learningRateOf", () => {
  it.each(listGoldenCases("schedule"))("follows Keras: %s", (name) => {
    const golden = readGoldenCase(name);
    if (!golden.schedule) throw new Error(`${name}: no schedule`);
    const rates = (golden.scheduleSteps ?? []).map(learningRateOf(scheduleOf(golden.schedule)));
    const expected = golden.expected64?.learningRates ?? [];
    expect(deviation(rates, expected)).toBeLessThanOrEqual(tolerance(golden, "learningRates"));
  });

  it.each(reference.schedules.map((one) => [JSON.stringify(one.schedule), one] as const))(
    "follows Keras: %s",
    (_, { schedule, rates }) => {
      const got = reference.at.map(learningRateOf(schedule as unknown as LearningRateSpec));
      expect(deviation(got, rates)).toBeLessThanOrEqual(1e-6);
    },
  );

  it("gives float32 values", () => {
    for (const { schedule } of reference.schedules) {
      const rates = reference.at.map(learningRateOf(schedule as unknown as LearningRateSpec));
      expect(rates).toEqual([...Float32Array.from(rates)]);
    }
    expect(learningRateOf(0.1)(5)).toBe(Math.fround(0.1));
  });
});
