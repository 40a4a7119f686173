import { machineryComparisons } from "../machinery/machinery-comparisons.js";
import { machinerySections } from "../machinery/machinery-section.js";
import { Comparer } from "../report/comparer.js";
import type { Bench, PartReport } from "./part.js";
import { measureSections, reportSection } from "./section.js";

/** Milliseconds of all rounds. */
const budgetMs = 30_000;

/** What a coordinator does for a step beside its arithmetic. */
export async function machineryPart({ backends, arithmetic, effort, note }: Bench): Promise<PartReport> {
  note("preparing the coordinator alone");
  const machinery = await machinerySections(backends.best, arithmetic, effort.slowSteps);
  const { sections } = machinery;
  try {
    const outcomes = await measureSections(
      sections,
      Math.min(budgetMs, effort.clusterBudgetMs),
      effort,
      (round) => note(`round ${round} of the coordinator alone`),
    );
    return {
      sections: sections.map((section) => reportSection(section, outcomes)),
      comparisons: machineryComparisons(new Comparer(outcomes)),
    };
  } finally {
    await machinery.close();
  }
}
