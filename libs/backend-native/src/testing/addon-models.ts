import type { ModelPlan } from "@lockstep/model";
import type { Objective } from "@lockstep/objective";
import type { AddonModel, AddonRangeModel, InstructionSet } from "../addon/addon.js";
import { loadAddon } from "../addon/load-addon.js";
import { encodeObjective } from "../objective/encode-objective.js";
import { modelProgram } from "../program/model-program.js";
import type { Program } from "../program/program-writer.js";

/** A model with its objective, as the addon is given it. */
export interface AddonModelSource {
  readonly plan: ModelPlan;
  readonly objective: Objective;
  readonly parameters: Float32Array;
  /** Default: portable. */
  readonly set?: InstructionSet;
}

/** @throws Error where the core has not got the objective */
export function objectiveProgram(objective: Objective): Program {
  const program = encodeObjective(objective);
  if (program === undefined) throw new Error("expected an objective that the core has");
  return program;
}

/** The addon's own model, with its parameters. */
export function newAddonModel({ plan, objective, parameters, set }: AddonModelSource): AddonModel {
  const program = modelProgram(plan, objective.fromLogits);
  const model = new (loadAddon().Model)(...argumentsOf(program), set ?? "portable");
  model.setParameters(parameters);
  return model;
}

/** The addon's own model for ranges, with its parameters. */
export function newAddonRangeModel({ plan, objective, parameters, set }: AddonModelSource): AddonRangeModel {
  const program = modelProgram(plan, objective.fromLogits);
  const model = new (loadAddon().RangeModel)(
    ...argumentsOf(program),
    ...argumentsOf(objectiveProgram(objective)),
    set ?? "portable",
  );
  model.setParameters(parameters);
  return model;
}

const argumentsOf = ({ words, numbers, strings }: Program) => [words, numbers, strings] as const;
