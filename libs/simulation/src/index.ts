export { Violation, type InvariantName } from "./checks/violation.js";
export { makeScenario } from "./scenario/make-scenario.js";
export type { Scenario } from "./scenario/scenario.js";
export { simulate, type Outcome } from "./simulation.js";
export { simulateSeeds, type SeedsToSimulate, type SimulatedSeeds } from "./simulate-seeds.js";
