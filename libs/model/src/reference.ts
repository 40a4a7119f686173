import { suggestion } from "@lockstep/job";
import { ModelError } from "./model-error.js";

/** Where a value comes from. */
export type ValueReference =
  | { readonly from: "input"; readonly index: number }
  /** `output`: 0 is the layer's output, from 1 on what else it gives. */
  | { readonly from: "layer"; readonly index: number; readonly output: number };

/** What a reference may name, in the model's order. */
export interface Names {
  readonly inputs: readonly string[];
  readonly layers: readonly string[];
}

/**
 * Reads `name` or `name:k`.
 * @param path of the reference in the job, named in errors
 * @throws ModelError
 */
export function readReference(text: string, names: Names, path: string): ValueReference {
  const colon = text.indexOf(":");
  const name = colon < 0 ? text : text.slice(0, colon);
  const output = colon < 0 ? 0 : Number(text.slice(colon + 1));
  const layer = names.layers.indexOf(name);
  if (layer >= 0) return { from: "layer", index: layer, output };
  const input = names.inputs.indexOf(name);
  if (input >= 0 && output === 0) return { from: "input", index: input };
  const known = [...names.inputs, ...names.layers];
  throw new ModelError(
    path,
    `expected the name of an input or a layer, got "${text}"${suggestion(name, known)}`,
  );
}
