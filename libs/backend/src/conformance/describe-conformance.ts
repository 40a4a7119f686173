import { describe } from "vitest";
import type { OpenBackend } from "./backend-tests.js";
import { describeBatchSplits } from "./batch-split-conformance.js";
import { describeCarriedStates } from "./carried-states-conformance.js";
import { describeContract } from "./contract-conformance.js";
import { describeDerivativeConformance } from "./derivative-conformance.js";
import { describeGoldenConformance } from "./golden-conformance.js";
import { describeGradientFlow } from "./gradient-flow-conformance.js";
import { describeNonFiniteSearch } from "./non-finite-conformance.js";
import { describeRepeatability } from "./repeatability-conformance.js";

/** For loaded machines: nothing here waits for anything but its own arithmetic. */
const timeLimitMs = 120_000;

/**
 * Every test that a {@link GradientBackend} must pass, for a test file of the backend's own package.
 * @param openBackend called once for each group of tests
 */
export function describeConformance(name: string, openBackend: OpenBackend): void {
  describe(`${name} backend`, { timeout: timeLimitMs }, () => {
    describeGoldenConformance(openBackend);
    describeDerivativeConformance(openBackend);
    describeBatchSplits(openBackend);
    describeCarriedStates(openBackend);
    describeRepeatability(openBackend);
    describeContract(openBackend);
    describeNonFiniteSearch(openBackend);
    describeGradientFlow(openBackend);
  });
}
