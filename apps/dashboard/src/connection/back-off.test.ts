import { expect, it } from "vitest";
import { backOffMs, maxBackOffMs } from "./back-off.js";

it("doubles from half a second to half a minute, of which at least half is waited", () => {
  expect([0, 1, 2, 3].map((attempt) => backOffMs(attempt, 1))).toEqual([500, 1000, 2000, 4000]);
  expect(backOffMs(0, 0)).toBe(250);
  expect(backOffMs(1000, 1)).toBe(maxBackOffMs);
  expect(backOffMs(1000, 0)).toBe(maxBackOffMs / 2);
});
