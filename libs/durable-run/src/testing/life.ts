import type { CheckpointFolder } from "@lockstep/checkpoint";
import type { ComputeRange, RunCommand, RunInput, RunResult } from "@lockstep/training-run";
import { DurableRun, type DurableInput, type DurableRunOptions } from "../durable-run.js";
import { identity, smallRun, toyCompute } from "./small-run.js";
import { TestSink } from "./test-sink.js";

type Untimed<Input> = Input extends DurableInput ? Omit<Input, "time"> : never;
type Work = Extract<RunCommand, { type: "assign" }>;

export interface LifeOptions extends Partial<DurableRunOptions> {
  readonly sink?: TestSink;
  readonly folder?: Pick<CheckpointFolder, "write">;
  readonly compute?: ComputeRange;
}

/** One process with a run and one worker, which computes a range whenever a test lets it. */
export class Life {
  readonly sink: TestSink;
  readonly run: DurableRun;
  readonly warnings: Error[] = [];
  result: RunResult | undefined;
  time = 0;
  wakes = 0;
  readonly #compute: ComputeRange;
  #work: Work[] = [];
  #sent: { version: number; parameters: Float32Array } | undefined;

  constructor({ sink = new TestSink(), compute = toyCompute(), ...options }: LifeOptions = {}) {
    this.sink = sink;
    this.#compute = compute;
    this.run = new DurableRun({
      runId: "small",
      definition: smallRun(),
      identity,
      events: sink,
      now: () => this.time,
      wake: () => this.wakes++,
      warn: (error) => this.warnings.push(error),
      ...options,
    });
  }

  say(input: Untimed<DurableInput>): void {
    for (const command of this.run.handle({ ...input, time: this.time })) this.#carryOut(command);
  }

  join(): void {
    const worker: Untimed<Extract<RunInput, { type: "worker-joined" }>> = {
      ...{ type: "worker-joined", worker: "one", incarnation: 1 },
      ...{ slots: 1, backend: "toy", fingerprint: "f", credit: Infinity },
    };
    this.say(worker);
  }

  /** Time comes to that, the worker is well, and all that waits goes on. */
  async tick(time: number): Promise<void> {
    this.time = time;
    this.say({ type: "heartbeat", worker: "one", incarnation: 1 });
    this.say({ type: "tick" });
    await this.settle();
  }

  /** Answers one range. False where nothing can be computed. */
  answer(): boolean {
    const work = this.#work.find(({ round }) => round.parametersVersion === this.#sent?.version);
    if (!work || !this.#sent) return false;
    this.#work = this.#work.filter((other) => other !== work);
    const values = this.#compute(work, this.#sent.parameters);
    const { round, node } = work;
    this.say({ type: "result", worker: "one", incarnation: 1, round: round.number, node, values });
    return true;
  }

  /** Lets everything that waits for promises go on, and takes notice of it. */
  async settle(): Promise<void> {
    for (let wakes = -1; wakes !== this.wakes;) {
      wakes = this.wakes;
      await new Promise((resolve) => setImmediate(resolve));
      this.say({ type: "storage" });
    }
  }

  /** Answers until the condition holds. */
  async until(isReached: () => boolean): Promise<void> {
    while (!isReached()) {
      if (!this.answer()) throw new Error("nothing can be computed, and it has not come to that");
      await this.settle();
    }
  }

  async finish(): Promise<RunResult> {
    await this.until(() => this.result !== undefined);
    return this.result as RunResult;
  }

  get digests(): string[] {
    return this.sink.of("step").map(({ digest }) => digest);
  }

  #carryOut(
    command: ReturnType<DurableRun["handle"]> extends Generator<infer Command> ? Command : never,
  ): void {
    switch (command.type) {
      case "begin":
      case "broadcast":
      case "parameters":
        this.#sent = command;
        return;
      case "assign":
        this.#work.push(command);
        return;
      case "revoke":
        this.#work = this.#work.filter(({ round, node }) => round !== command.round || node !== command.node);
        return;
      case "finish":
        this.result = command.result;
        return;
      case "refuse":
      case "dismiss":
        throw new Error(`unexpected: ${command.type}`);
      case "breathe":
      case "save-best":
        return;
    }
  }
}
