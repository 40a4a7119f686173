import type { KerasObject } from "@lockstep/golden-cases";
import type { OptimizerSpec } from "@lockstep/job";
import type { LearningRateSpec } from "../schedules/learning-rate.js";
import { optimizerSpec } from "./keras-defaults.js";

/** A schedule in Keras's words as a job has it. */
export function scheduleOf({ class_name: type, config }: KerasObject): LearningRateSpec {
  const byDefault = type === "CosineDecay" ? { alpha: 0, warmupSteps: 0 } : { staircase: false };
  return { type, ...byDefault, ...camelCased(config) } as unknown as LearningRateSpec;
}

/** An optimizer in Keras's words as a job has it. */
export function optimizerOfKeras({ class_name: type, config }: KerasObject): OptimizerSpec {
  const options = camelCased(config);
  const rate = config.learning_rate;
  if (typeof rate === "object") options.learningRate = scheduleOf(rate as KerasObject);
  return optimizerSpec({ type, ...options });
}

function camelCased(config: KerasObject["config"]): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(config).map(([name, value]) => [
      name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  );
}
