import type { RecordedRun } from "@lockstep/coordinator";
import { describe, expect, it } from "vitest";
import { formatRunDifference } from "../presentation/run-difference-report.js";
import { step } from "../testing/sample-events.js";
import { firstDifference } from "./first-difference.js";
import { differencesOf } from "./identity-differences.js";
import type { StepEvent } from "./recorded-steps.js";
import type { RunDifference } from "./run-difference.js";

function made(number: number, change: Partial<StepEvent> = {}): StepEvent {
  return { ...(step(number) as StepEvent), gradientNorms: { lstm: 1, dense: NaN }, ...change };
}

async function* steps(...given: readonly StepEvent[]): AsyncGenerator<StepEvent> {
  for (const each of given) yield await Promise.resolve(each);
}

const other = made(2, { digest: "x", gradientNorms: { lstm: 1.5, dense: NaN }, measures: { loss: 0.5 } });

describe("firstDifference", () => {
  it("finds the first step that differs, and its layers", async () => {
    const found = await firstDifference(steps(made(1), made(2), made(3)), steps(made(1), other, made(3)));
    expect(found).toMatchObject({
      outcome: "different",
      difference: { step: 2, digests: ["digest-2", "x"], layers: ["lstm"] },
    });
  });

  it.each<[number, number, object]>([
    [2, 2, { outcome: "equal", steps: 2, digest: "digest-2" }],
    [1, 2, { outcome: "longer", common: 1, longer: 1 }],
    [2, 1, { outcome: "longer", common: 1, longer: 0 }],
  ])("of %i and %i equal steps is %o", async (one, two, expected) => {
    const all = [made(1), made(2)];
    expect(await firstDifference(steps(...all.slice(0, one)), steps(...all.slice(0, two)))).toEqual(expected);
  });
});

describe("differencesOf", () => {
  const identity = (job: unknown, dataDigest = "d") => ({ job, dataDigest }) as RecordedRun["identity"];

  it("names fields by their paths in the job file, but not the run's name", () => {
    const one = identity({ name: "a", fit: { epochs: 1, callbacks: [] }, model: { layers: [{ units: 2 }] } });
    const two = identity({
      name: "b",
      fit: { epochs: 1, callbacks: [{ type: "X" }] },
      model: { layers: [{ units: 3 }] },
    });
    expect(differencesOf(one, two)).toEqual([
      { field: "fit.callbacks", values: [[], undefined] },
      { field: "model.layers[0].units", values: [2, 3] },
      { field: "fit.callbacks[0].type", values: [undefined, "X"] },
    ]);
  });

  it("tells of other data under the same names", () => {
    expect(differencesOf(identity({}), identity({}, "e"))).toEqual([{ field: "data", values: ["d", "e"] }]);
  });
});

describe("formatRunDifference", () => {
  const runs = ["a", "b"] as const;

  it("says where two runs part, and why", async () => {
    const found = await firstDifference(steps(made(2)), steps(other));
    const identity = [{ field: "seed", values: [1, undefined] as const }];
    expect(formatRunDifference({ runs, identity, ...found })).toEqual([
      "step 2 (epoch 1) is the first that differs",
      "  a: digest digest-2, loss 0.7062, accuracy 0.5235",
      "  b: digest x, loss 0.5",
      "  gradients: other norms in lstm",
      "their jobs differ:",
      "  seed: 1 | (nothing)",
    ]);
  });

  it.each<[RunDifference, readonly string[]]>([
    [
      { runs, outcome: "equal", steps: 1, digest: "d", identity: [] },
      ["equal: 1 step, digest d", "their jobs and data are the same"],
    ],
    [
      { runs, outcome: "longer", common: 3, longer: 0, identity: undefined },
      ["equal in the 3 steps of b; a goes on", "what they were asked to do is not kept any more"],
    ],
  ])("says %o", (found, lines) => expect(formatRunDifference(found)).toEqual(lines));
});
