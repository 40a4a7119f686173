import { ModelError } from "./model-error.js";
import type { NamedLayer } from "./named-layers.js";

/**
 * Checks that layers inside a wrapper leave to it what they work on, and have names of their own.
 * @param path of the wrapper in the job
 * @throws ModelError
 */
export function checkInnerLayers({ name, spec, inner }: NamedLayer, path: string): void {
  for (const layer of inner) {
    for (const option of ["inputs", "initialState"] as const) {
      if (!(option in layer.spec)) continue;
      throw new ModelError(
        path,
        `${layer.path}: expected ${option} at ${spec.type} ${name}, got them inside it`,
      );
    }
    checkInnerLayers(layer, path);
  }
  const names = inner.map((layer) => layer.name);
  const double = names.find((innerName, index) => names.indexOf(innerName) !== index);
  if (double === undefined) return;
  throw new ModelError(
    path,
    `${spec.type} ${name}: expected layers inside of different names, got "${double}" twice`,
  );
}
