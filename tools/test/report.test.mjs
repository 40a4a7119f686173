import assert from "node:assert/strict";
import { test } from "node:test";
import { reportLines } from "./report.mjs";

test("the report names what was skipped and why, then what failed, then the counts", () => {
  const lines = reportLines({
    passed: 3,
    failed: 1,
    skipped: [
      { name: "libs/a: kernels > one", reason: "no such processor" },
      { name: "libs/a: kernels > deep > two", reason: "no such processor" },
      { name: "libs/a: kernels > three", reason: "no time" },
      { name: "libs/b: kernels > one", reason: "no such processor" },
    ],
    failures: ["libs/a: kernels > four: expected 1, got 2"],
  });
  assert.deepEqual(lines, [
    "skipped  libs/a: kernels (2 tests): no such processor",
    "skipped  libs/a: kernels > three: no time",
    "skipped  libs/b: kernels > one: no such processor",
    "failed   libs/a: kernels > four: expected 1, got 2",
    "3 passed, 1 failed, 4 skipped",
  ]);
});
