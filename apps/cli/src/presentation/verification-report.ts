import type { StepDifference } from "../run-source/step-difference.js";
import type { DifferentParameter } from "../verification/different-parameters.js";
import type { Verification } from "../verification/verification.js";
import { differenceLines } from "./difference-lines.js";

/** What was found, a line each. */
export function formatVerification(verification: Verification): readonly string[] {
  const { from, to, comparison, checkpoint, parameters } = verification;
  switch (comparison.type) {
    case "equal": {
      const steps = from === to ? `step ${from}` : `steps ${from} to ${to}`;
      const source = checkpoint === undefined ? "" : ` (from ${checkpoint})`;
      return [`verified: ${steps}${source}, digest ${comparison.digest}`];
    }
    case "different":
      return different(comparison.difference, parameters);
    case "missing":
      return [`step ${comparison.step} is not in the history: nothing can be said from there on`];
    case "ended":
      return [`step ${comparison.step} differs: computed once more, the run ends before it`];
  }
}

function different(
  difference: StepDifference,
  parameters: readonly DifferentParameter[] | undefined,
): readonly string[] {
  const lines = differenceLines(difference, ["told", "computed once more"]);
  if (parameters?.length === 0)
    return [
      ...lines,
      "  the checkpoint of that step holds what was computed once more: what was told is wrong",
    ];
  return [...lines, ...(parameters ?? []).map(parameterLine)];
}

function parameterLine({ layer, name, count, size, first }: DifferentParameter): string {
  const [kept, computed] = first.values;
  return `  ${layer}/${name}: ${count} of ${size} values differ, the first at ${first.index}: ${kept} in the checkpoint, ${computed} computed once more`;
}
