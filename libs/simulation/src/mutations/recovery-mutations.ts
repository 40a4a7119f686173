import type { Mutation } from "./mutation.js";

/** How a run goes on after a crash. */
export const recoveryMutations: readonly Mutation[] = [
  {
    name: "a run goes on one round too late",
    package: "training-run",
    file: "run-memory.js",
    find: "{ round: point.round, steps: point.step",
    replace: "{ round: point.round + 1, steps: point.step",
  },
  {
    name: "carried states are forgotten",
    package: "training-run",
    file: "run-memory.js",
    find: "return vectors.take(statesVector, next.sequences.length * plan.stateSize);",
    replace: "return vectors.take(statesVector, next.sequences.length * plan.stateSize).fill(0);",
  },
  {
    name: "what callbacks remember is forgotten",
    package: "training-run",
    file: "callbacks/callback-list.js",
    find: "callback.remember(memory, vectorOf(place));",
    replace: "vectorOf(place);",
  },
  {
    name: "the epoch's sums so far are forgotten",
    package: "training-run",
    file: "run-progress.js",
    find: "this.#epoch = new RoundMeasures(this.run.objective, epoch);",
    replace: "this.#epoch = new RoundMeasures(this.run.objective);",
  },
  {
    name: "the sums of an evaluation so far are forgotten",
    package: "training-run",
    file: "run-progress.js",
    find: "this.#evaluation = new RoundMeasures(this.run.objective, evaluation);",
    replace: "this.#evaluation = new RoundMeasures(this.run.objective);",
  },
  {
    name: "what the test came to is forgotten",
    package: "training-run",
    file: "run-progress.js",
    find: "this.#test = test.optional(({ numbers }) => numbers);",
    replace: "",
  },
  {
    name: "it is forgotten that the parameters are those that training left",
    package: "training-run",
    file: "run-progress.js",
    find: "if (finalises(this.run) && point.round >= firstTestRound(this.run.shape))",
    replace: "if (false)",
  },
  {
    name: "what was the best so far is forgotten",
    package: "training-run",
    file: "checkpoint-schedule.js",
    find: `this.#best = saved?.fields("best").best.optional(({ number }) => number);`,
    replace: "",
  },
  {
    name: "a learning rate that a callback set is forgotten",
    package: "training-run",
    file: "run-progress.js",
    find: "this.#learningRate = learningRate.optional(({ number }) => number);",
    replace: "",
  },
  {
    name: "a checkpoint shares its moments with the run, which goes on",
    package: "optimizer",
    file: "optimizer.js",
    find: "moments.push(yield* copyInSlices(moment, pace));",
    replace: "moments.push(moment);",
  },
  {
    name: "what was told before is told again",
    package: "durable-run",
    file: "durable-run.js",
    find: `if (fate.type === "new")`,
    replace: "if (true)",
  },
  {
    name: "a commit's events go to the store one by one",
    package: "durable-run",
    file: "durable-run.js",
    find: "this.#group.push(command.event);",
    replace: "this.options.events.append(this.options.runId, [command.event]);",
  },
];
