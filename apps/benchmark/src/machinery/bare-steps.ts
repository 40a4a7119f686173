import type { Job } from "@lockstep/job";
import { ReductionTree } from "@lockstep/reduction";
import { definitionOfJob } from "../contenders/definition-of-job.js";

/** A step's arithmetic and nothing else: two workers' sums added, the mean, the optimizer. Gives the step. */
export function bareStep(job: Job, inputShape: readonly number[]): () => Float32Array {
  const { plan, optimizer, initial } = definitionOfJob(job, inputShape, 32);
  const statistics = (): Float64Array => new Float64Array(3).fill(16);
  const gradient = (): Float32Array => new Float32Array(plan.parameterCount).fill(0.001);
  let state = initial;
  return () => {
    const tree = new ReductionTree(8);
    for (const first of [0, 4])
      tree.add({ first, count: 4 }, { gradient: gradient(), statistics: statistics() });
    const sum = tree.root?.gradient ?? new Float32Array();
    for (let index = 0; index < sum.length; index++) sum[index] = (sum[index] as number) / 32;
    state = optimizer.update(state, sum);
    return state.parameters;
  };
}

/** The digest of a model's parameters. Gives what takes it. */
export function digestOnce(job: Job, inputShape: readonly number[]): () => string {
  const { digest, initial } = definitionOfJob(job, inputShape, 32);
  return () => {
    const taken = digest();
    taken.add(initial.parameters);
    return taken.finish();
  };
}
