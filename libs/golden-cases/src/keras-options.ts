import type { KerasObject } from "./golden-case.js";

/**
 * A Keras object as a job file has it: `type` and options in camelCase, without defaults, and so for the objects among
 * its options: `{ class_name: "Dense", config: { use_bias: false } }` becomes `{ type: "Dense", useBias: false }`.
 */
export function kerasOptions({ class_name: type, config }: KerasObject): Record<string, unknown> {
  return {
    type,
    ...Object.fromEntries(Object.entries(config).map(([key, value]) => [camelCase(key), optionValue(value)])),
  };
}

/** Keras's `to_snake_case`: MeanSquaredError becomes mean_squared_error, AUC auc. */
export function snakeCase(name: string): string {
  return name
    .replace(/(.)([A-Z][a-z]+)/g, "$1_$2")
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase();
}

function optionValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(optionValue);
  return isKerasObject(value) ? kerasOptions(value) : value;
}

function isKerasObject(value: unknown): value is KerasObject {
  return typeof value === "object" && value !== null && "class_name" in value && "config" in value;
}

/** `beta_1` becomes beta1, `min_lr` minLr. */
function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
