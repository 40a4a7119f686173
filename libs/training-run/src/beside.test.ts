import type { ArithmeticEngine, VectorOperation } from "@lockstep/numerics";
import { describe, expect, it } from "vitest";
import type { RunCommand, RunInput } from "./run-messages.js";
import { undisturbed } from "./testing/driver.js";
import { toyFeatures } from "./testing/toy-features.js";
import { toyResult, toyRun } from "./testing/toy-cluster.js";
import { TrainingRun } from "./training-run.js";

type Assignment = Extract<RunCommand, { type: "assign" }>;

/** Does everything one turn later; what it has not done yet must not be touched. */
class BesideEngine implements ArithmeticEngine {
  readonly taken: string[] = [];
  isBusy = false;

  async take(operations: readonly VectorOperation[]): Promise<void> {
    if (this.isBusy) throw new Error("the machine went on while its arithmetic was being done");
    this.isBusy = true;
    await Promise.resolve();
    for (const operation of operations) {
      operation.over(operation.begin, operation.end);
      this.taken.push(operation.name);
    }
    this.isBusy = false;
  }
}

/** A run of one worker whose commands are drawn as an executor has to: it waits where it must. */
async function drawnRun(
  definition: Parameters<typeof toyRun>[0],
): Promise<Exclude<RunCommand, { type: "breathe" }>[]> {
  const run = toyRun(definition);
  const machine = new TrainingRun(run);
  const told: Exclude<RunCommand, { type: "breathe" }>[] = [];
  const inputs: RunInput[] = [
    {
      ...{
        type: "worker-joined",
        worker: "only",
        incarnation: 1,
        slots: 1,
        backend: "toy",
        fingerprint: "f",
      },
      ...{ credit: Infinity, time: 0 },
    },
  ];
  let sent: { version: number; parameters: Float32Array } = { version: -1, parameters: new Float32Array() };
  const held: Assignment[] = [];
  for (;;) {
    const work = held.findIndex(({ round }) => round.parametersVersion === sent.version);
    const input =
      inputs.shift() ??
      (work < 0 ? undefined : resultOf(held.splice(work, 1)[0]!, sent.parameters, run.plan.stateSize));
    if (!input) return told;
    for (const command of machine.handle(input)) {
      if (command.type === "breathe") {
        await command.until;
        continue;
      }
      told.push(command);
      if ("version" in command) sent = command;
      if (command.type === "assign") held.push(command);
    }
  }
}

function resultOf(
  { worker, round, node, states }: Assignment,
  parameters: Float32Array,
  stateSize: number,
): RunInput {
  const values = toyResult({ round, node, ...(states ? { states } : {}) }, parameters, stateSize);
  return { type: "result", worker, incarnation: 1, round: round.number, node, values, time: 0 };
}

describe("arithmetic beside the thread", () => {
  it.each(["plain", ...Object.keys(toyFeatures)] as ("plain" | keyof typeof toyFeatures)[])(
    "changes no command of a run: %s",
    async (name) => {
      const change = name === "plain" ? {} : toyFeatures[name];
      const arithmetic = new BesideEngine();
      const beside = await drawnRun({ ...change, arithmetic });
      expect(beside).toEqual(await drawnRun(change));
      expect(beside.at(-1)).toMatchObject({ type: "finish", result: { outcome: "completed" } });
      expect(arithmetic.taken).toEqual(expect.arrayContaining(["mean", "adam", "sum-of-squares"]));
    },
  );

  it("comes to what a cluster comes to", async () => {
    const last = (await drawnRun({ arithmetic: new BesideEngine() })).at(-1);
    expect(last).toMatchObject({ type: "finish", result: { digest: undisturbed(toyRun()).result?.digest } });
  });
});
