import type { DataSource } from "../data-sources/data-source.js";
import type { LossSpec } from "../losses/loss.js";
import type { DataSpec } from "../sections/data.js";
import type { ModelSpec } from "../sections/model.js";
import type { CheckPath, Refuse } from "./refuse.js";

interface Sections {
  readonly data: DataSpec;
  readonly fit: { readonly validationSplit: number };
  readonly model: ModelSpec;
  readonly loss: LossSpec;
}

const lossesOfClasses: readonly LossSpec["type"][] = [
  "binary_crossentropy",
  "categorical_crossentropy",
  "sparse_categorical_crossentropy",
  "hinge",
  "squared_hinge",
  "categorical_hinge",
];

/** Sources have what training needs, and fit the model's inputs. */
export function checkData({ data, fit, model, loss }: Sections, refuse: Refuse): void {
  if (data.validation !== undefined && fit.validationSplit > 0) {
    refuse(["fit", "validationSplit"], `expected 0 as data.validation is given, got ${fit.validationSplit}`);
  }
  if (data.standardiseTargets && lossesOfClasses.includes(loss.type)) {
    refuse(["data", "standardiseTargets"], `expected false with ${loss.type}, whose targets are classes`);
  }
  for (const part of ["train", "validation", "test"] as const) {
    const source = data[part];
    if (source === undefined || source === "same") continue;
    checkTargets(source, ["data", part], refuse);
    if ("layers" in model) checkInputs(source, model.inputs, ["data", part], refuse);
  }
}

function checkTargets(source: DataSource, path: CheckPath, refuse: Refuse): void {
  if ("npy" in source && source.y === undefined) {
    refuse([...path, "y"], "expected a file with targets, got nothing");
  }
  const isTable = "csv" in source || "parquet" in source;
  const cutsWindows = "csv" in source && source.windows !== undefined;
  if (isTable && !cutsWindows && source.label === undefined && source.targets === undefined) {
    refuse(
      [...path, "label"],
      "expected a column with classes, or targets with columns of numbers, got nothing",
    );
  }
}

function checkInputs(
  source: DataSource,
  inputs: readonly { readonly name: string }[],
  path: CheckPath,
  refuse: Refuse,
): void {
  const names = inputs.map(({ name }) => name);
  if (!("npz" in source) || source.inputs === undefined) {
    if (names.length > 1) refuse(path, `expected an npz source with inputs for ${names.join(", ")}`);
    return;
  }
  const arrays = source.inputs;
  for (const name of names) {
    if (!Object.hasOwn(arrays, name))
      refuse([...path, "inputs"], `expected an array for the model's input "${name}"`);
  }
  for (const name of Object.keys(arrays)) {
    if (!names.includes(name)) {
      refuse(
        [...path, "inputs", name],
        `expected an input of the model (${names.join(", ")}), got "${name}"`,
      );
    }
  }
}
