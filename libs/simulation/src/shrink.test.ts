import { describe, expect, it } from "vitest";
import { Violation } from "./checks/violation.js";
import type { Fault } from "./scenario/fault.js";
import { makeScenario } from "./scenario/make-scenario.js";
import { shrinkFaults } from "./shrink.js";

const faults: Fault[] = Array.from({ length: 30 }, (_, at) => ({ at, type: "run-checkpoint", waits: false }));
const scenario = { ...makeScenario(0), faults };

/** A simulation that fails where all of these faults happen. */
function failsBy(...needed: number[]) {
  return ({ faults: left }: { faults: readonly Fault[] }) => {
    const fails = needed.every((at) => left.some((fault) => fault.at === at));
    return Promise.resolve(fails ? { violation: new Violation("same-bits", "they differ") } : {});
  };
}

describe("shrinkFaults", () => {
  it.each([[[]], [[17]], [[3, 4]], [[0, 11, 29]], [[1, 2, 8, 20, 21]]])("leaves %j", async (needed) => {
    const left = await shrinkFaults(scenario, "same-bits", failsBy(...needed));
    expect(left.map(({ at }) => at)).toEqual(needed);
  });

  it("keeps to the invariant that was violated", async () => {
    expect(await shrinkFaults(scenario, "progress", failsBy(3))).toEqual(faults);
  });
});
