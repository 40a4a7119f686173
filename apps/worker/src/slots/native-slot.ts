import type { GradientBackend, MicroBatch } from "@lockstep/backend";
import { deferred, sleep } from "@lockstep/async";
import type { TensorMemory } from "@lockstep/protocol";
import { BatchMemory } from "@lockstep/sequence-data/assembly";
import { assembledBatch } from "./assembled-batch.js";
import { briefRanges } from "./brief-range.js";
import { computeWholeRange, type RunRangeModel } from "./compute-whole-range.js";
import type { RangeTask } from "./range-task.js";
import type { Slot, TaskOutcome } from "./slot.js";
import type { SlotModel, SlotResult } from "./slot-messages.js";
import { closeLimitMs, defaultHungAfterMs, TaskUnderWay } from "./task-under-way.js";

/** A backend that computes on threads of its own. */
export type RangeBackend = Required<Pick<GradientBackend, "prepareForRanges">>;

/** A run as far as it does not change from task to task. */
interface PreparedRun extends Omit<RunRangeModel, "layout" | "memory">, Pick<SlotModel, "layouts"> {
  /** What the model has. */
  parameters?: Float32Array | undefined;
}

/** A task that was put together before its turn. */
interface PreparedTask {
  readonly task: RangeTask;
  readonly batch: MicroBatch;
}

/** A slot without a thread of JavaScript: a task is one call of a backend that computes on threads of its own. */
export class NativeSlot implements Slot {
  readonly takesMemory = true;
  #run = noRun();
  /** What `#run` has come to. */
  #begun: PreparedRun | undefined;
  #task: TaskUnderWay | undefined;
  #computing: Promise<void> = Promise.resolve();
  #giveUp = new AbortController();
  #ended: string | undefined;
  #prepared: PreparedTask | undefined;
  /** Of the batch that is computed, or was last. */
  #memory = new BatchMemory();
  /** Of the one that is prepared. */
  #nextMemory = new BatchMemory();
  readonly #broken = deferred<never>();

  constructor(
    private readonly backend: RangeBackend,
    private readonly hungAfterMs = defaultHungAfterMs,
  ) {
    // Whoever waits for it hears of it; nobody has to.
    this.#broken.promise.catch(() => undefined);
  }

  get broken(): Promise<never> {
    return this.#broken.promise;
  }

  get idle(): boolean {
    return this.#task === undefined;
  }

  get busyMs(): number {
    return this.#task?.busyMs ?? 0;
  }

  expectRun(): void {
    // Where it cannot be loaded, the run that begins says why.
    loadPlanning().catch(() => undefined);
  }

  begin(model: SlotModel, gradients?: TensorMemory): void {
    this.end();
    const run = (this.#run = prepare(this.backend, model, gradients));
    run.then(
      (begun) => {
        if (this.#run === run) this.#begun = begun;
      },
      // Every task of the run says why there is none.
      () => undefined,
    );
  }

  end(): void {
    this.#dispose();
    this.#run = noRun();
    this.#begun = undefined;
    this.#prepared = undefined;
    this.#memory = new BatchMemory();
    this.#nextMemory = new BatchMemory();
  }

  compute(
    id: number,
    task: RangeTask,
    parameters: Float32Array | undefined,
    done: (outcome: TaskOutcome) => void,
  ): void {
    if (this.#task) throw new Error("a slot computes one task at a time");
    if (this.#ended !== undefined) return done({ ok: false, reason: this.#ended });
    this.#task = new TaskUnderWay(id, done);
    this.#giveUp = new AbortController();
    const { signal } = this.#giveUp;
    this.#computing = this.#compute(task, parameters, signal).then(
      (result) => this.#done(id, { ok: true, result }),
      (error: unknown) =>
        this.#done(id, { ok: false, reason: signal.aborted ? "it was given up" : textOf(error) }),
    );
  }

  prepare(task: RangeTask): void {
    const layout = this.#begun?.layouts[task.part];
    this.#prepared = undefined;
    if (!this.#begun || !layout) return;
    const assembly = { layout, seed: this.#begun.seed, memory: this.#nextMemory };
    try {
      this.#prepared = { task, batch: assembledBatch(assembly, task) };
    } catch {
      // Its turn has not come: then it is tried again, and says why it cannot be.
    }
  }

  abandon(id: number): void {
    if (this.#task?.id !== id || this.#task.isGivenUp) return;
    this.#task.giveUp(this.hungAfterMs, (reason) => this.#end(reason));
    this.#giveUp.abort();
  }

  async close(): Promise<void> {
    this.#ended ??= "the slot was closed";
    this.#giveUp.abort();
    const limit = new AbortController();
    await Promise.race([this.#computing, sleep(closeLimitMs, limit.signal)]);
    limit.abort();
    this.#dispose();
  }

  async #compute(
    task: RangeTask,
    parameters: Float32Array | undefined,
    signal: AbortSignal,
  ): Promise<SlotResult> {
    // Where it is there, the task is under way when this call returns.
    const run = this.#begun ?? (await this.#run);
    const { layouts, ...computing } = run;
    signal.throwIfAborted();
    if (parameters !== undefined && parameters !== run.parameters) run.model.setParameters(parameters);
    run.parameters = parameters;
    const layout = layouts[task.part];
    if (!layout) throw new Error(`the run has no ${task.part} data`);
    const batch = this.#takePrepared(task);
    return computeWholeRange({ ...computing, layout, memory: this.#memory }, task, signal, batch);
  }

  #takePrepared(task: RangeTask): MicroBatch | undefined {
    const prepared = this.#prepared;
    if (prepared?.task !== task) return undefined;
    this.#prepared = undefined;
    [this.#memory, this.#nextMemory] = [this.#nextMemory, this.#memory];
    return prepared.batch;
  }

  #dispose(): void {
    // A run whose model could not be prepared has none.
    this.#run.then(
      ({ model }) => model.dispose(),
      () => undefined,
    );
  }

  #done(id: number, outcome: TaskOutcome): void {
    const task = this.#task;
    if (task?.id !== id) return;
    this.#task = undefined;
    task.end(outcome);
  }

  #end(reason: string): void {
    this.#ended ??= reason;
    this.#broken.reject(new Error(`a slot broke: ${reason}`));
    if (this.#task) this.#done(this.#task.id, { ok: false, reason });
  }
}

/** What every task is told that comes before a run. */
function noRun(): Promise<PreparedRun> {
  const none = Promise.reject<PreparedRun>(new Error("no run has begun"));
  none.catch(() => undefined);
  return none;
}

/** Needed by a run, and not by a worker that looks for its coordinator. */
const loadPlanning = () => import("./planned-run.js");

async function prepare(
  backend: RangeBackend,
  model: SlotModel,
  gradients: TensorMemory | undefined,
): Promise<PreparedRun> {
  const { planOnce } = await loadPlanning();
  const { plan, objective, seed } = planOnce(model);
  return {
    model: backend.prepareForRanges(plan, objective),
    isBrief: briefRanges(plan, objective),
    parameterCount: plan.parameterCount,
    ...(gradients ? { gradients } : {}),
    layouts: model.layouts,
    seed,
  };
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
