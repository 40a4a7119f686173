import { describe, expect, it } from "vitest";
import { blockOfShape, blockOfStep } from "./block-of-shape.js";
import { lstm128, notebookShape, shapes } from "./shape.js";

describe("blockOfShape", () => {
  it("takes many steps of a small model, and some before them", () => {
    const { steps, warmUpSteps } = blockOfShape(notebookShape, 100);
    expect(steps).toBeGreaterThan(500);
    expect(warmUpSteps).toBe(Math.round(steps / 2));
  });

  it("takes as many more as it has more time", () => {
    const [short, long] = [blockOfShape(lstm128, 100).steps, blockOfShape(lstm128, 1000).steps];
    expect(Math.abs(long - 10 * short)).toBeLessThan(10);
  });

  it("takes one step of the largest", () => {
    for (const shape of shapes.slice(-3))
      expect(blockOfShape(shape, 100)).toEqual({ steps: 1, warmUpSteps: 0 });
  });
});

describe("blockOfStep", () => {
  it.each([
    [0.04, { steps: 2500, warmUpSteps: 1250 }],
    [5, { steps: 20, warmUpSteps: 10 }],
    [25, { steps: 4, warmUpSteps: 2 }],
    [26, { steps: 4, warmUpSteps: 0 }],
    [500, { steps: 1, warmUpSteps: 0 }],
  ])("takes as many steps of %d ms as fit into 100 ms, one at least", (stepMs, block) => {
    expect(blockOfStep(stepMs, 100)).toEqual(block);
  });
});
