import type { MicroBatchRange, RangeResult } from "@lockstep/backend";
import type { AddonRangeModel, AddonThreadPool, Submitted } from "../addon/addon.js";
import {
  rangeArguments,
  rangeOutputs,
  rangeResult,
  rangeSizes,
  type RangeSizes,
} from "../model/range-arguments.js";
import type { AddonModelSource } from "./addon-models.js";

/** Has the addon's own models of a plan and objective compute ranges. */
export class AddonRanges {
  readonly #sizes: RangeSizes;

  constructor({ plan, objective }: Pick<AddonModelSource, "plan" | "objective">) {
    this.#sizes = rangeSizes(plan, objective);
  }

  compute(model: AddonRangeModel, range: MicroBatchRange): RangeResult {
    const outputs = rangeOutputs(this.#sizes, range);
    return rangeResult(outputs, model.compute(...rangeArguments(range), ...outputs));
  }

  submit(model: AddonRangeModel, pool: AddonThreadPool, range: MicroBatchRange): Submitted<RangeResult> {
    const outputs = rangeOutputs(this.#sizes, range);
    const { ticket, result } = model.submit(pool, ...rangeArguments(range), ...outputs);
    return { ticket, result: result.then((outcome) => rangeResult(outputs, outcome)) };
  }
}
