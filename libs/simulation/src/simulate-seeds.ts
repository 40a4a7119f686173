import type { Violation } from "./checks/violation.js";
import { makeScenario } from "./scenario/make-scenario.js";
import type { Scenario } from "./scenario/scenario.js";
import { simulate } from "./simulation.js";

export interface SeedsToSimulate {
  readonly from: number;
  readonly seeds: number;
  /** Violations after which it ends. Default: 10. */
  readonly mostViolations?: number;
  /** Told now and then. */
  readonly progress?: (done: number, violations: number) => void;
  readonly found?: (scenario: Scenario, violation: Violation) => void | Promise<void>;
}

export interface SimulatedSeeds {
  readonly done: number;
  readonly violations: number;
  /** Of real time, in milliseconds. */
  readonly perSeedMs: number;
  readonly simulatedMs: number;
}

const progressEveryMs = 5000;

/** Simulates one seed after the other. */
export async function simulateSeeds(options: SeedsToSimulate): Promise<SimulatedSeeds> {
  const { from, seeds, mostViolations = 10 } = options;
  const beganAt = performance.now();
  let toldAt = beganAt;
  let done = 0;
  let violations = 0;
  let simulatedMs = 0;
  while (done < seeds && violations < mostViolations) {
    const scenario = makeScenario(from + done);
    const { violation, durationMs } = await simulate(scenario);
    done++;
    simulatedMs += durationMs;
    if (violation) {
      violations++;
      await options.found?.(scenario, violation);
    }
    if (performance.now() - toldAt < progressEveryMs) continue;
    toldAt = performance.now();
    options.progress?.(done, violations);
  }
  return { done, violations, simulatedMs, perSeedMs: (performance.now() - beganAt) / Math.max(1, done) };
}
