import {
  UnsupportedModelError,
  type GradientBackend,
  type PreparedModel,
  type RangeModel,
} from "@lockstep/backend";
import type { ModelPlan } from "@lockstep/model";
import type { Objective } from "@lockstep/objective";
import type { Addon, AddonRangeModel, AddonThreadPool, InstructionSet } from "./addon/addon.js";
import { callAddon } from "./addon/call-addon.js";
import { NativeModel } from "./model/native-model.js";
import { NativeRangeModel } from "./model/native-range-model.js";
import { encodeObjective } from "./objective/encode-objective.js";
import { modelProgram } from "./program/model-program.js";

/** A {@link GradientBackend} on our own kernels, which give the same bits on every processor. */
export class NativeBackend implements GradientBackend {
  readonly name = "native";
  readonly version: string;
  readonly fingerprint: string;
  readonly #models = new Set<NativeModel | NativeRangeModel>();
  #pool: AddonThreadPool | undefined;

  /** @param threads that compute ranges; they are started with the first model for ranges */
  constructor(
    private readonly addon: Addon,
    private readonly instructionSet: InstructionSet,
    private readonly threads: number,
  ) {
    this.version = `${addon.numericsVersion} (${instructionSet})`;
    this.fingerprint = `native/${addon.numericsVersion}`;
  }

  prepare(plan: ModelPlan, objective: Objective): PreparedModel {
    const { words, numbers, strings } = modelProgram(plan, objective.fromLogits);
    const model = callAddon(() => new this.addon.Model(words, numbers, strings, this.instructionSet));
    const models = { model, whole: this.#rangeModel(plan, objective) };
    return this.#kept(new NativeModel(plan, objective, models, (made) => this.#models.delete(made)));
  }

  /** @throws UnsupportedModelError also where the objective is none of libs/objective's */
  prepareForRanges(plan: ModelPlan, objective: Objective): RangeModel {
    const model = this.#rangeModel(plan, objective);
    if (model === undefined) {
      const last = plan.layers.at(-1)?.path ?? "";
      throw new UnsupportedModelError(last, "loss: expected one that says what it is, got one of its own");
    }
    this.#pool ??= new this.addon.ThreadPool(this.threads);
    return this.#kept(
      new NativeRangeModel(plan, { plan, objective }, model, this.#pool, (made) => this.#models.delete(made)),
    );
  }

  /** Frees every model that was prepared here, and ends the threads. */
  dispose(): void {
    for (const model of this.#models) model.dispose();
    this.#models.clear();
    // It resolves when they have ended, which nobody has to wait for.
    void this.#pool?.close();
    this.#pool = undefined;
  }

  #rangeModel(plan: ModelPlan, objective: Objective): AddonRangeModel | undefined {
    const measure = encodeObjective(objective);
    if (measure === undefined) return undefined;
    const { words, numbers, strings } = modelProgram(plan, objective.fromLogits);
    return callAddon(
      () =>
        new this.addon.RangeModel(
          words,
          numbers,
          strings,
          measure.words,
          measure.numbers,
          measure.strings,
          this.instructionSet,
        ),
    );
  }

  /** Models that nobody disposes of go with the backend. */
  #kept<Model extends NativeModel | NativeRangeModel>(model: Model): Model {
    this.#models.add(model);
    return model;
  }
}
