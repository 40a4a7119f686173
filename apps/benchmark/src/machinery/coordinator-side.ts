import { setImmediate as letOthersGoOn } from "node:timers/promises";
import { join } from "node:path";
import { CheckpointFolder } from "@lockstep/checkpoint";
import { DurableRun, type DurableCommand, type DurableInput } from "@lockstep/durable-run";
import type { Job } from "@lockstep/job";
import type { ArithmeticEngine } from "@lockstep/numerics";
import { openRunStore, type RunStore } from "@lockstep/run-store";
import { EventLog } from "@lockstep/telemetry";
import { sequencesOf, type CheckpointPolicy, type ResultValues, type RunInput } from "@lockstep/training-run";
import { definitionOfJob } from "../contenders/definition-of-job.js";
import { removeFolder, temporaryFolder } from "../processes/temporary-folder.js";

/** What of the machinery is on. */
export interface Machinery {
  /** Absent: no checkpoints, and no database. */
  readonly checkpoints?: CheckpointPolicy;
  /** Absent: all arithmetic is TypeScript's. */
  readonly engine?: ArithmeticEngine | undefined;
}

type Assignment = Extract<DurableCommand, { type: "assign" }>;
type Untimed<Input> = Input extends RunInput ? Omit<Input, "time"> : never;

const runId = "benchmark";
const workers = ["one", "two"] as const;

/**
 * What a coordinator does of its own for a step, without a network: two workers answer at once, with the same numbers
 * each time.
 */
export class CoordinatorSide {
  readonly #run: DurableRun;
  readonly #inputs: DurableInput[] = [];
  /** Memory of gradients that were added up. */
  readonly #spent: Float32Array[] = [];
  #assigned: Assignment[] = [];
  #version = -1;
  #steps = 0;

  private constructor(
    private readonly options: ConstructorParameters<typeof DurableRun>[0],
    private readonly events: EventLog,
    private readonly store: RunStore | undefined,
    private readonly folder: string,
  ) {
    this.#run = new DurableRun({
      ...options,
      definition: { ...options.definition, spent: (gradient) => void this.#spent.push(gradient) },
      wake: () => this.#inputs.push(this.#timed({ type: "storage" })),
    });
    for (const worker of workers) {
      const fingerprint = "benchmark";
      const membership = { worker, incarnation: 1, slots: 1, credit: Infinity };
      this.#say({ type: "worker-joined", ...membership, backend: "none", fingerprint });
    }
  }

  /** @param inputShape of one sequence */
  static async open(job: Job, inputShape: readonly number[], machinery: Machinery): Promise<CoordinatorSide> {
    const { checkpoints, engine: arithmetic } = machinery;
    const folder = await temporaryFolder();
    const store = checkpoints && (await openRunStore({ path: join(folder, "runs.sqlite"), stream: "main" }));
    const now = (): number => Date.now();
    const events = store ? await EventLog.restore({ now, store }) : new EventLog({ now });
    const sequences = 32 * 100;
    const definition = definitionOfJob(job, inputShape, sequences);
    const { epochs } = job.fit;
    events.append(runId, {
      ...{ type: "run-submitted", name: job.name, kind: "train", epochs, sequences },
      ...{ stepsPerEpoch: 100, totalSteps: 100 * epochs },
    });
    const identity = { runId, job, inputShapes: [inputShape], preprocessing: {}, dataDigest: "0".repeat(64) };
    const options = {
      ...{ runId, identity, now: () => performance.now(), wake: () => undefined },
      definition: { ...definition, arithmetic, ...(checkpoints ? { checkpoints } : {}) },
      events: {
        append: (id: string, group: Parameters<EventLog["append"]>[1]) => void events.append(id, group),
        flushed: () => events.flushed(),
      },
      ...(checkpoints ? { folder: await CheckpointFolder.open(join(folder, "checkpoints")) } : {}),
    };
    return new CoordinatorSide(options, events, store, folder);
  }

  get steps(): number {
    return this.#steps;
  }

  /** Milliseconds a step, all that was begun meanwhile being on disk at the end. */
  async stepMs(steps: number): Promise<number> {
    const began = performance.now();
    for (let count = 0; count < steps; count++) await this.#step();
    await this.#run.settled();
    await this.events.flushed();
    return (performance.now() - began) / steps;
  }

  async close(): Promise<void> {
    this.#run.abandon();
    await this.#run.settled();
    await this.events.close();
    await this.store?.close();
    removeFolder(this.folder);
  }

  async #step(): Promise<void> {
    const target = this.#steps + 1;
    for (const worker of workers) this.#say({ type: "heartbeat", worker, incarnation: 1 });
    this.#say({ type: "tick" });
    while (this.#steps < target) {
      for (const command of this.#run.handle(this.#inputs.shift() ?? this.#nextResult())) {
        if (command.type === "breathe" && command.until) await command.until;
        else this.#carryOut(command);
      }
      this.#steps = this.#version;
    }
    await letOthersGoOn();
  }

  #carryOut(command: DurableCommand): void {
    if ("version" in command) this.#version = command.version;
    else if (command.type === "assign") this.#assigned.push(command);
    else if (command.type === "finish") throw new Error(`the run ended: ${command.result.reason ?? ""}`);
  }

  #nextResult(): DurableInput {
    const next = this.#assigned.find(({ round }) => round.parametersVersion === this.#version);
    if (!next) throw new Error(`the run stands still: it is ${this.#run.state}`);
    this.#assigned = this.#assigned.filter((other) => other !== next);
    const { worker, round, node } = next;
    const values = this.#values(sequencesOf(round, node.first, node.count).length);
    return this.#timed({ type: "result", worker, incarnation: 1, round: round.number, node, values });
  }

  #values(sequences: number): ResultValues {
    const { plan, objective } = this.options.definition;
    const statistics = new Float64Array(objective.statisticsLength);
    statistics.set([sequences / 2, sequences, sequences]);
    const gradient = (this.#spent.pop() ?? new Float32Array(plan.parameterCount)).fill(0.001);
    return { gradient, statistics, predictions: new Float32Array(), states: new Float32Array() };
  }

  #say(input: Untimed<RunInput>): void {
    this.#inputs.push(this.#timed(input));
  }

  #timed(input: Untimed<RunInput> | { readonly type: "storage" }): DurableInput {
    return { ...input, time: performance.now() };
  }
}
