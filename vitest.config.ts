import { defineConfig } from "vitest/config";

/** One configuration for every project: it runs in the project's folder and leaves its counts in test-results/. */
export default defineConfig({
  test: {
    include: ["src/**/*.test.{ts,tsx}"],
    passWithNoTests: true,
    // A limit for what hangs, wide enough for a busy machine.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ["default", "../../tools/test/count-reporter.mjs"],
  },
});
