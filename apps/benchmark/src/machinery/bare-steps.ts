import type { Job } from "@lockstep/job";
import { meanOf, Pace, type Sliced } from "@lockstep/numerics";
import { ReductionTree } from "@lockstep/reduction";
import { drawn, type Arithmetic } from "../arithmetic/arithmetic.js";
import { definitionOfJob } from "../contenders/definition-of-job.js";

/** A step's arithmetic and nothing else: two workers' sums added, the mean, the optimizer. Gives the step. */
export function bareStep(
  job: Job,
  inputShape: readonly number[],
  { engine }: Arithmetic,
): () => Float32Array | Promise<Float32Array> {
  const { plan, optimizer, initial } = definitionOfJob(job, inputShape, 32);
  const statistics = (): Float64Array => new Float64Array(3).fill(16);
  const gradient = (): Float32Array => new Float32Array(plan.parameterCount).fill(0.001);
  const pace = new Pace(Infinity, engine);
  let state = initial;
  function* step(): Sliced<Float32Array> {
    const tree = new ReductionTree(8);
    for (const first of [0, 4])
      yield* tree.addInSlices({ first, count: 4 }, { gradient: gradient(), statistics: statistics() }, pace);
    const sum = tree.root?.gradient ?? new Float32Array();
    yield* pace.run([meanOf(sum, 32)]);
    const { operations, next } = optimizer.plannedUpdate(state, sum, optimizer.learningRate(state.step));
    yield* pace.run(operations);
    state = next;
    return state.parameters;
  }
  return () => drawn(step());
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
