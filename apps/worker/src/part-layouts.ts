import { dataParts, type DataPart } from "@lockstep/protocol";
import type { ArrayLayout, RowLayout } from "@lockstep/sequence-data/assembly";

/** What a row is made of, for each part of the data that a run has. */
export type PartLayouts = Partial<Record<DataPart, RowLayout>>;

/** @throws TypeError that names the field, what was expected and what came */
export function parsePartLayouts(json: string): PartLayouts {
  const parts = recordOf("layouts", parseJson(json));
  return Object.fromEntries(
    dataParts
      .filter((part) => parts[part] !== undefined)
      .map((part) => [part, rowLayoutOf(`layouts.${part}`, parts[part])]),
  );
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw new TypeError(`layouts: expected JSON, got ${JSON.stringify(json.slice(0, 80))}`, { cause });
  }
}

function rowLayoutOf(field: string, value: unknown): RowLayout {
  const { inputs, target, weight, timeSteps, padding } = recordOf(field, value);
  if (!Array.isArray(inputs) || inputs.length === 0)
    throw invalid(`${field}.inputs`, "a list that is not empty", inputs);
  return {
    inputs: inputs.map((input, index) => arrayLayoutOf(`${field}.inputs[${index}]`, input)),
    ...(target === undefined ? {} : { target: arrayLayoutOf(`${field}.target`, target) }),
    ...(weight === undefined ? {} : { weight: arrayLayoutOf(`${field}.weight`, weight) }),
    timeSteps: wholeOf(`${field}.timeSteps`, timeSteps),
    padding: paddingOf(`${field}.padding`, padding),
  };
}

function arrayLayoutOf(field: string, value: unknown): ArrayLayout {
  const { name, shape, timed } = recordOf(field, value);
  if (typeof name !== "string") throw invalid(`${field}.name`, "text", name);
  if (typeof timed !== "boolean") throw invalid(`${field}.timed`, "true or false", timed);
  if (!Array.isArray(shape) || shape.length > 8)
    throw invalid(`${field}.shape`, "a list of at most 8 numbers", shape);
  return { name, timed, shape: shape.map((size, axis) => wholeOf(`${field}.shape[${axis}]`, size)) };
}

function paddingOf(field: string, value: unknown): RowLayout["padding"] {
  const padding = recordOf(field, value);
  const { side } = padding;
  if (side !== "pre" && side !== "post") throw invalid(`${field}.side`, "pre or post", side);
  if (typeof padding.value !== "number") throw invalid(`${field}.value`, "a number", padding.value);
  return { side, value: padding.value };
}

function recordOf(field: string, value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw invalid(field, "an object", value);
  return value as Readonly<Record<string, unknown>>;
}

function wholeOf(field: string, value: unknown): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 1)
    throw invalid(field, "a whole number from 1", value);
  return value;
}

function invalid(field: string, expected: string, got: unknown): TypeError {
  const shown = got === undefined ? "nothing" : JSON.stringify(got).slice(0, 80);
  return new TypeError(`${field}: expected ${expected}, got ${shown}`);
}
