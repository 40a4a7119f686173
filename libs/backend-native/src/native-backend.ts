import type { GradientBackend, PreparedModel } from "@lockstep/backend";
import type { ModelPlan } from "@lockstep/model";
import type { Objective } from "@lockstep/objective";
import type { Addon, InstructionSet } from "./addon/addon.js";
import { callAddon } from "./addon/call-addon.js";
import { NativeModel } from "./model/native-model.js";
import { modelProgram } from "./program/model-program.js";

/** A {@link GradientBackend} on our own kernels, which give the same bits on every processor. */
export class NativeBackend implements GradientBackend {
  readonly name = "native";
  readonly version: string;
  readonly fingerprint: string;
  readonly #models = new Set<PreparedModel>();

  constructor(
    private readonly addon: Addon,
    private readonly instructionSet: InstructionSet,
  ) {
    this.version = `${addon.numericsVersion} (${instructionSet})`;
    this.fingerprint = `native/${addon.numericsVersion}`;
  }

  prepare(plan: ModelPlan, objective: Objective): PreparedModel {
    const { words, numbers, strings } = modelProgram(plan, objective.fromLogits);
    const inAddon = callAddon(() => new this.addon.Model(words, numbers, strings, this.instructionSet));
    const model = new NativeModel(plan, objective, inAddon);
    this.#models.add(model);
    return model;
  }

  /** Frees every model that was prepared here. */
  dispose(): void {
    for (const model of this.#models) model.dispose();
    this.#models.clear();
  }
}
