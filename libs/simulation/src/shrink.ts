import type { InvariantName } from "./checks/violation.js";
import type { Fault } from "./scenario/fault.js";
import type { Scenario } from "./scenario/scenario.js";
import { simulate, type Outcome } from "./simulation.js";

/** Simulations that shrinking may take. */
const mostSimulations = 300;

/**
 * The faults that a violation needs: parts of the list are left out as long as the same invariant is violated (delta
 * debugging, Zeller and Hildebrandt 2002), so that leaving any single one out would mend it.
 */
export async function shrinkFaults(
  scenario: Scenario,
  invariant: InvariantName,
  simulateOne: (scenario: Scenario) => Promise<Pick<Outcome, "violation">> = simulate,
): Promise<readonly Fault[]> {
  let left = mostSimulations;
  const violates = async (faults: readonly Fault[]): Promise<boolean> => {
    if (left-- <= 0) return false;
    const { violation } = await simulateOne({ ...scenario, faults });
    return violation?.invariant === invariant;
  };
  if (await violates([])) return [];
  let faults = scenario.faults;
  for (let parts = 2; faults.length > 1;) {
    const smaller = await firstThat(complements(faults, parts), violates);
    if (smaller) {
      faults = smaller;
      parts = Math.max(2, parts - 1);
    } else if (parts >= faults.length) break;
    else parts = Math.min(faults.length, parts * 2);
  }
  return faults;
}

/** The list without one of so many parts, for each part. */
function complements<T>(list: readonly T[], parts: number): T[][] {
  const size = Math.ceil(list.length / parts);
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.filter((__, place) => place < index * size || place >= (index + 1) * size),
  );
}

async function firstThat<T>(list: readonly T[], holds: (one: T) => Promise<boolean>): Promise<T | undefined> {
  for (const one of list) if (await holds(one)) return one;
  return undefined;
}
