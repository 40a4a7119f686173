import type { KerasObject } from "./golden-case.js";

/**
 * Keras layers as a job file has them: `type` and options in camelCase, without defaults.
 * `{ class_name: "Dense", config: { use_bias: false } }` becomes `{ type: "Dense", useBias: false }`.
 */
export function layerOptions(layers: readonly KerasObject[]): Record<string, unknown>[] {
  return layers.map(({ class_name: type, config }) => ({
    type,
    ...Object.fromEntries(Object.entries(config).map(([key, value]) => [camelCase(key), value])),
  }));
}

function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
