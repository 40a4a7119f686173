import { steppingContender } from "../contenders/contender.js";
import { FollowedStep } from "../contenders/followed-step.js";
import { Comparer } from "../report/comparer.js";
import { blockOfShape } from "../shapes/block-of-shape.js";
import { describeShape, nameOf, type BenchmarkShape } from "../shapes/shape.js";
import { sampleOf } from "../shapes/training-sample.js";
import { ofEachShape, type Bench, type PartReport } from "./part.js";
import { measureSections, reportSection } from "./section.js";

/** Milliseconds of a shape's rounds. */
const budgetMs = 10_000;

/** A step whose gradient is followed through time, beside the same step without. */
export function flowPart(bench: Bench): Promise<PartReport> {
  return ofEachShape(bench, flowOf);
}

async function flowOf(shape: BenchmarkShape, { backends, effort, note }: Bench): Promise<PartReport> {
  const { best } = backends;
  const sample = await sampleOf(shape);
  const block = blockOfShape(shape, effort.repetitionMs);
  const [plain, followed] = [`${shape.id}/plain-step`, `${shape.id}/followed-step`];
  const contenderOf = (id: string, label: string, follows: boolean) => {
    const step = new FollowedStep(best, sample, follows);
    return steppingContender(id, `${label} on ${best.name}`, block, () => step.take());
  };
  const section = {
    title: `A step, and one whose gradient is followed through time: ${describeShape(shape)}`,
    contenders: [
      contenderOf(plain, "a step", false),
      contenderOf(followed, "a step that is looked at", true),
    ],
  };
  const budget = Math.min(budgetMs, effort.shapeBudgetMs);
  const outcomes = await measureSections([section], budget, effort, (round) =>
    note(`${shape.id}: round ${round} of the gradient flow`),
  );
  const label = `${nameOf(shape)}: what following the gradient adds to a step`;
  const share = new Comparer(outcomes).share(`${shape.id}/gradient-flow`, label, followed, plain, plain);
  return { sections: [reportSection(section, outcomes)], comparisons: [share] };
}
