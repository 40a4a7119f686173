import type { OptimizerSpec } from "@lockstep/job";
import type { Optimizer } from "./optimizer.js";
import { ruleOptimizer } from "./rule-optimizer.js";
import { adadelta } from "./rules/adadelta.js";
import { adagrad } from "./rules/adagrad.js";
import { adam } from "./rules/adam.js";
import { adamax } from "./rules/adamax.js";
import { lion } from "./rules/lion.js";
import { nadam } from "./rules/nadam.js";
import { rmsprop } from "./rules/rmsprop.js";
import { sgd } from "./rules/sgd.js";
import type { UpdateRule } from "./rules/update-rule.js";
import type { Variable } from "./variable.js";

type SpecOf<Type extends OptimizerSpec["type"]> = Extract<OptimizerSpec, { type: Type }>;

/** A further optimizer is one more file and a line here. AdamW is Adam with a weight decay by default. */
const rules: { readonly [Type in OptimizerSpec["type"]]: (spec: SpecOf<Type>) => UpdateRule } = {
  SGD: sgd,
  Adam: adam,
  AdamW: adam,
  Adamax: adamax,
  Nadam: nadam,
  RMSprop: rmsprop,
  Adagrad: adagrad,
  Adadelta: adadelta,
  Lion: lion,
};

/**
 * The optimizer that a job names, for these variables.
 * @throws RangeError for a constraint's axis that its variable does not have
 */
export function optimizerOf(spec: OptimizerSpec, variables: readonly Variable[]): Optimizer {
  const rule = rules[spec.type] as (spec: OptimizerSpec) => UpdateRule;
  return ruleOptimizer(rule(spec), spec, variables);
}
