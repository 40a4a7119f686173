import type { Predictions } from "@lockstep/client";
import { describe, expect, it } from "vitest";
import { FakeIo } from "../testing/fake-io.js";
import { predictedLabels } from "./predicted-labels.js";
import { printPredictions } from "./print-predictions.js";

const float32 = (...numbers: number[]) => Float32Array.from(numbers);
const classLabels = ["cat", "dog", "fox"];

describe("predictedLabels", () => {
  it("is the likeliest class of each sequence", () => {
    const predictions = { shape: [2, 3], values: float32(0.25, 0.5, 0.25, 0.5, 0.5, 0) };
    expect(predictedLabels({ ...predictions, classLabels })).toEqual([["dog"], ["cat"]]);
    expect(predictedLabels(predictions)).toEqual([["1"], ["0"]]);
  });

  it("is one for each time step", () => {
    const predictions = { shape: [1, 2, 3], values: float32(1, 0, 0, 0, 0, 1), classLabels };
    expect(predictedLabels(predictions)).toEqual([["cat", "fox"]]);
  });

  it("is one of two where there is one probability", () => {
    const predictions = { shape: [3, 1], values: float32(0.4, 0.5, 0.6), classLabels: ["no", "yes"] };
    expect(predictedLabels(predictions)).toEqual([["no"], ["no"], ["yes"]]);
  });

  it("refuses what is no probability", () => {
    expect(() => predictedLabels({ shape: [1, 1], values: float32(3) })).toThrow(
      "--labels: expected a model that predicts classes, with a probability from 0 to 1, got 3",
    );
  });
});

describe("printPredictions", () => {
  const predictions = { shape: [2, 3], values: float32(0.25, 0.5, 0.25, 0.5, 0.5, 0), classLabels };

  async function printed(options: object, given: Predictions = predictions): Promise<string> {
    const io = new FakeIo();
    await printPredictions(given, { heading: { runId: "r1" }, ...options }, io);
    return io.out;
  }

  it("prints the numbers, or the labels where these are asked for", async () => {
    expect(await printed({})).toBe("0.25 0.5 0.25\n0.5 0.5 0\n");
    expect(await printed({ labels: true })).toBe("dog\ncat\n");
  });

  it("has the labels in the document where the model has some", async () => {
    expect(JSON.parse(await printed({ json: true }))).toEqual({
      runId: "r1",
      shape: [2, 3],
      predictions: [
        [0.25, 0.5, 0.25],
        [0.5, 0.5, 0],
      ],
      labels: ["dog", "cat"],
    });
    const timed = { shape: [1, 2, 3], values: predictions.values, classLabels };
    expect(JSON.parse(await printed({ json: true }, timed))).toMatchObject({ labels: [["dog", "cat"]] });
    const numbers = { shape: [1, 1], values: float32(3), classLabels };
    expect(JSON.parse(await printed({ json: true }, numbers))).not.toHaveProperty("labels");
    const { shape, values } = predictions;
    expect(JSON.parse(await printed({ json: true }, { shape, values }))).not.toHaveProperty("labels");
  });
});
