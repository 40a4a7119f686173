import type { BackendName, GradientBackend, PreparedModel } from "@lockstep/backend";
import type { ModelPlan } from "@lockstep/model";
import type { Objective } from "@lockstep/objective";
import type { TensorOps } from "./ops/tensor-ops.js";
import { TfjsModel } from "./tfjs-model.js";

/** What an engine brings: its operations and how it is told apart. */
export interface Engine<T> {
  readonly name: BackendName;
  readonly version: string;
  readonly fingerprint: string;
  readonly ops: TensorOps<T>;
}

/** A {@link GradientBackend} on one of TensorFlow.js's engines. */
export class TfjsBackend<T> implements GradientBackend {
  readonly name: BackendName;
  readonly version: string;
  readonly fingerprint: string;
  readonly #models = new Set<PreparedModel>();

  constructor(private readonly engine: Engine<T>) {
    this.name = engine.name;
    this.version = engine.version;
    this.fingerprint = engine.fingerprint;
  }

  prepare(plan: ModelPlan, objective: Objective): PreparedModel {
    const model: PreparedModel = new TfjsModel(plan, objective, this.engine.ops, () =>
      this.#models.delete(model),
    );
    this.#models.add(model);
    return model;
  }

  /** Frees every model that was prepared here. */
  dispose(): void {
    for (const model of [...this.#models]) model.dispose();
    this.engine.ops.dispose();
  }
}
