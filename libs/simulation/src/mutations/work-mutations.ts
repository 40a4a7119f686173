import type { Mutation } from "./mutation.js";

/** Who computes what, and what counts. */
export const workMutations: readonly Mutation[] = [
  {
    name: "results are added in the order in which they come",
    package: "reduction",
    file: "reduction-tree.js",
    find: `for (let join = this.#joinOf(subtree); join; join = this.#joinOf(subtree)) {
            const [left, right] = join.children;
            if (right) {
                yield* addInto(left, right, pace);
                this.spent?.(right.gradient);
            }
            subtree = { first: join.first, span: join.span, sums: left };
        }`,
    replace: `this.running ??= { gradient: sums.gradient.map(() => 0), statistics: sums.statistics.map(() => 0) };
        yield* addInto(this.running, sums, pace);
        for (let join = this.#joinOf(subtree); join; join = this.#joinOf(subtree))
            subtree = { first: join.first, span: join.span, sums: this.running };`,
  },
  {
    name: "the memory of a gradient is given away before it was added",
    package: "reduction",
    file: "reduction-tree.js",
    find: `yield* addInto(left, right, pace);
                this.spent?.(right.gradient);`,
    replace: `this.spent?.(right.gradient);
                yield* addInto(left, right, pace);`,
  },
  {
    name: "the memory of a step's gradient is given away before its norms are taken",
    package: "training-run",
    file: "run-progress.js",
    find: "const norms = yield*",
    // What is given away later is other memory then, and given away once.
    replace: `run.spent?.(update.gradient);
        update.gradient = update.gradient.slice();
        const norms = yield*`,
  },
  {
    name: "the memory of a gradient is given away twice",
    package: "training-run",
    file: "run-progress.js",
    find: "run.spent?.(update.gradient);",
    replace: "run.spent?.(update.gradient); run.spent?.(sums.gradient);",
  },
  {
    name: "a result counts that was counted before",
    package: "training-run",
    file: "assignment-board.js",
    find: `if (this.#places[index]?.done)
                return "duplicate";`,
    replace: "",
  },
  {
    name: "a result counts although a part of its range was counted",
    package: "training-run",
    file: "assignment-board.js",
    find: `for (let index = node.first; index < node.first + node.count; index++)
            if (this.#places[index]?.done)
                return "duplicate";`,
    replace: `if (this.#places[node.first]?.done) return "duplicate";`,
  },
  {
    name: "what an older incarnation says is taken for the worker's word",
    package: "training-run",
    file: "training-run.js",
    find: `if ("incarnation" in input && input.type !== "worker-joined" && !this.#roster.isCurrent(input))
            return yield* this.#takeFromNobody(input);`,
    replace: "",
  },
  {
    name: "a result of an older incarnation counts",
    package: "training-run",
    file: "training-run.js",
    find: `yield* this.#intake.drop(input.worker, isKnown ? "stale" : "unsolicited");`,
    replace: "return yield* this.#intake.result(input);",
  },
  {
    name: "a worker that joins anew is taken to hold what it held",
    package: "training-run",
    file: "membership.js",
    find: `rounds.forget(worker);
        roster.add(`,
    replace: "roster.add(",
  },
  {
    name: "a worker that is gone keeps what it held",
    package: "training-run",
    file: "membership.js",
    find: `const returnedMicroBatches = rounds.forget(worker);
        yield emit({ type: "worker-left"`,
    replace: `const returnedMicroBatches = 0;
        yield emit({ type: "worker-left"`,
  },
  {
    name: "what a silent worker held is not given back",
    package: "training-run",
    file: "membership.js",
    find: "const returnedMicroBatches = rounds.release(member.worker);",
    replace: "const returnedMicroBatches = 0;",
  },
  {
    name: "a dead lease is renewed: silence has no end",
    package: "training-run",
    file: "membership.js",
    find: "const late = roster.expire(time);",
    replace: "const late = [];",
  },
  {
    name: "stragglers are waited for",
    package: "training-run",
    file: "speculation.js",
    find: "if (time < this.deadline)",
    replace: "if (time < Infinity)",
  },
  {
    name: "audits take any two results for equal",
    package: "training-run",
    file: "opinions.js",
    find: "if (differences > 0)",
    replace: "if (false)",
  },
  {
    name: "a quarantined worker gets work",
    package: "training-run",
    file: "roster.js",
    find: `if (member)
            member.quarantined = true;`,
    replace: "",
  },
  {
    name: "credit is not counted",
    package: "training-run",
    file: "run-parts.js",
    find: "return held === 0 ? Math.max(1, room) : room;",
    replace: "return Infinity;",
  },
  {
    name: "who gets something to compute does not get the parameters that it lacks",
    package: "training-run",
    file: "run-parts.js",
    find: `yield { type: "parameters", worker: member.worker, version, parameters: state.parameters };`,
    replace: "",
  },
  {
    name: "a pause does not end the giving of work",
    package: "training-run",
    file: "training-run.js",
    find: `this.#state = "paused";`,
    replace: "",
  },
];
