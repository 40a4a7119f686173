import { FormatError } from "../format-error.js";

/** A plain JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** An object as Keras serialises it: `{ class_name, config }`. */
export interface KerasObject {
  readonly className: string;
  readonly config: JsonObject;
  /** All that stands beside class name and config. */
  readonly rest: JsonObject;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isKerasObject(value: unknown): boolean {
  return isObject(value) && typeof value.class_name === "string" && isObject(value.config);
}

/** @throws FormatError where the value at `place` is no serialised object */
export function kerasObject(value: unknown, place: string): KerasObject {
  if (isObject(value)) {
    const { class_name: className, config, ...rest } = value;
    if (typeof className === "string" && isObject(config)) return { className, config, rest };
  }
  throw new FormatError("FORMAT_INVALID", `${place}: expected an object with class_name and config`);
}

/** @throws FormatError where the value at `place` is no list */
export function listAt(value: unknown, place: string): readonly unknown[] {
  if (Array.isArray(value)) return value as unknown[];
  throw new FormatError("FORMAT_INVALID", `${place}: expected a list, got ${shown(value)}`);
}

/** @throws FormatError where the value at `place` is no text */
export function textAt(value: unknown, place: string): string {
  if (typeof value === "string") return value;
  throw new FormatError("FORMAT_INVALID", `${place}: expected a text, got ${shown(value)}`);
}

/** A JSON value as an error shows it. */
export function shown(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value).slice(0, 80);
}
