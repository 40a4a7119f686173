import {
  BackendError,
  checkInputs,
  checkParameters,
  sequenceCount,
  type MicroBatch,
  type MicroBatchRange,
  type NonFinitePlace,
  type RangeModel,
  type RangeResult,
} from "@lockstep/backend";
import type { ModelPlan } from "@lockstep/model";
import type { AddonRangeModel, AddonThreadPool, Submitted } from "../addon/addon.js";
import { callAddon, refusalOf } from "../addon/call-addon.js";
import {
  checkRowsArray,
  computeAddonRange,
  rangeArguments,
  submitAddonRange,
  type RangeSizes,
} from "./range-arguments.js";

/** A model whose ranges are computed on the threads of a pool, or on the calling one. */
export class NativeRangeModel implements RangeModel {
  #isReady = false;
  #isDisposed = false;

  constructor(
    private readonly plan: ModelPlan,
    private readonly sizes: RangeSizes,
    private readonly model: AddonRangeModel,
    private readonly pool: AddonThreadPool,
    private readonly onDispose: (model: NativeRangeModel) => void,
  ) {}

  setParameters(parameters: Float32Array): void {
    checkParameters(this.plan, parameters);
    callAddon(() => this.model.setParameters(parameters));
    this.#isReady = true;
  }

  async computeRange(
    range: MicroBatchRange,
    signal: AbortSignal,
    gradient?: Float32Array,
  ): Promise<RangeResult> {
    this.#checkRange(range);
    const { sizes, model, pool } = this;
    return this.#outcome(
      callAddon(() => submitAddonRange(model, pool, { sizes, range, gradient })),
      signal,
    );
  }

  computeRangeHere(range: MicroBatchRange, gradient?: Float32Array): RangeResult {
    this.#checkRange(range);
    const { sizes, model } = this;
    return callAddon(() => computeAddonRange(model, { sizes, range, gradient }));
  }

  async locateNonFinite(batch: MicroBatch): Promise<NonFinitePlace | undefined> {
    this.#check(batch);
    const range = rangeArguments({ purpose: "gradient", rows: [batch.rows], batch });
    return this.#outcome(callAddon(() => this.model.submitLocate(this.pool, ...range)));
  }

  dispose(): void {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    this.model.dispose();
    this.onDispose(this);
  }

  #checkRange({ rows, batch }: MicroBatchRange): void {
    checkRowsArray(rows);
    const together = sequenceCount(rows);
    if (together !== batch.rows)
      throw new BackendError("wrong-length", `rows: expected ${batch.rows} together, got ${together}`);
    this.#check(batch);
  }

  #check(batch: MicroBatch): void {
    checkInputs(this.plan, batch);
    if (this.#isReady && !this.#isDisposed) return;
    throw new BackendError("not-ready", "parameters: expected setParameters before computing, got none");
  }

  /** @throws the signal's reason where it gave the work up */
  async #outcome<Result>(work: Submitted<Result>, signal?: AbortSignal): Promise<Result> {
    const giveUp = () => void this.pool.cancel(work.ticket);
    signal?.addEventListener("abort", giveUp, { once: true });
    if (signal?.aborted === true) giveUp();
    try {
      const result = await work.result;
      // It may have been done already when it was given up.
      signal?.throwIfAborted();
      return result;
    } catch (error) {
      signal?.throwIfAborted();
      throw refusalOf(error);
    } finally {
      signal?.removeEventListener("abort", giveUp);
    }
  }
}
