import { describe, expect, it } from "vitest";
import { counted } from "./counted.js";

describe("counted", () => {
  it("has the noun's number", () => {
    expect(counted(1, "worker")).toBe("1 worker");
    expect(counted(2000, "worker")).toBe("2,000 workers");
    expect(counted(2, "batch", "batches")).toBe("2 batches");
  });
});
