import type { LayerSpec } from "@lockstep/job";
import { ModelError } from "./model-error.js";

/**
 * Names of the layers: given ones as they are, others as Keras makes them in a fresh session: `simple_rnn`,
 * `simple_rnn_1`, counted by type among the layers without a name.
 * @throws ModelError where two layers have one name
 */
export function layerNames(layers: readonly LayerSpec[]): string[] {
  const made = new Map<string, number>();
  const names = layers.map((layer) => {
    if (layer.name !== undefined) return layer.name;
    const base = snakeCase(layer.type);
    const count = made.get(base) ?? 0;
    made.set(base, count + 1);
    return count === 0 ? base : `${base}_${count}`;
  });
  refuseDuplicates(names);
  return names;
}

function refuseDuplicates(names: readonly string[]): void {
  names.forEach((name, index) => {
    const first = names.indexOf(name);
    if (first === index) return;
    throw new ModelError(
      `model.layers[${index}].name`,
      `expected a name of its own, got "${name}" as layer ${first}`,
    );
  });
}

/** Keras's `to_snake_case`: SimpleRNN becomes simple_rnn. */
function snakeCase(name: string): string {
  return name
    .replace(/(.)([A-Z][a-z]+)/g, "$1_$2")
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase();
}
