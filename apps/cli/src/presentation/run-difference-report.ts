import type { IdentityDifference, RunDifference } from "../run-source/run-difference.js";
import { differenceLines } from "./difference-lines.js";
import { plural } from "./plural.js";

/** Where two runs part, a line each. */
export function formatRunDifference(found: RunDifference): readonly string[] {
  return [...stepLines(found), ...identityLines(found.identity)];
}

function stepLines(found: RunDifference): readonly string[] {
  const { runs } = found;
  switch (found.outcome) {
    case "equal":
      return [`equal: ${plural(found.steps, "step")}, digest ${found.digest}`];
    case "longer": {
      const { common, longer } = found;
      return [`equal in the ${plural(common, "step")} of ${runs[1 - longer]}; ${runs[longer]} goes on`];
    }
    case "different":
      return differenceLines(found.difference, runs);
  }
}

function identityLines(identity: readonly IdentityDifference[] | undefined): readonly string[] {
  if (!identity) return ["what they were asked to do is not kept any more"];
  if (identity.length === 0) return ["their jobs and data are the same"];
  return [
    "their jobs differ:",
    ...identity.map(({ field, values }) => `  ${field}: ${values.map(shown).join(" | ")}`),
  ];
}

function shown(value: unknown): string {
  return value === undefined ? "(nothing)" : JSON.stringify(value);
}
