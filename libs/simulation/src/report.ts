import type { Violation } from "./checks/violation.js";
import { makeScenario } from "./scenario/make-scenario.js";
import type { Scenario } from "./scenario/scenario.js";
import { shrinkFaults } from "./shrink.js";
import { simulate } from "./simulation.js";

/** Lines of the trace that a report ends with. */
const shownLines = 60;

/** The schedule of a seed, or of some of its faults by their places. */
export function scenarioOf(seed: number, places?: readonly number[]): Scenario {
  const scenario = makeScenario(seed);
  if (!places) return scenario;
  return { ...scenario, faults: scenario.faults.filter((_, index) => places.includes(index)) };
}

/** What a failing seed means: the invariant, the faults that it needs, how to see it again, and how it went. */
export async function reportOf(
  scenario: Scenario,
  violation: Pick<Violation, "invariant" | "message">,
): Promise<string> {
  const { seed } = scenario;
  const all = makeScenario(seed).faults.map((fault) => JSON.stringify(fault));
  const needed = await shrinkFaults(scenario, violation.invariant);
  const places = needed.map((fault) => all.indexOf(JSON.stringify(fault)));
  const shrunk = await simulate({ ...scenario, faults: needed }, true);
  return [
    `seed ${seed}: ${violation.invariant}: ${violation.message}`,
    `again: npm run simulate -- --seed ${seed} --trace`,
    `shrunk: npm run simulate -- --seed ${seed} --faults ${places.join(",") || "none"} --trace`,
    `run: ${describe(scenario)}`,
    `faults needed (${needed.length} of ${scenario.faults.length}):`,
    ...needed.map((fault) => `  ${JSON.stringify(fault)}`),
    `the last of ${shrunk.trace.length} lines of the shrunk trace:`,
    ...shrunk.trace.slice(-shownLines).map((line) => `  ${line.slice(0, 400)}`),
    `  ${shrunk.violation?.invariant ?? "no violation"}: ${shrunk.violation?.message ?? ""}`,
  ].join("\n");
}

/** What is simulated, but for its faults. */
export function describe({ feature, faults, seed, ...rest }: Scenario): string {
  return JSON.stringify({ seed, feature: feature.name, faults: faults.length, ...rest });
}
