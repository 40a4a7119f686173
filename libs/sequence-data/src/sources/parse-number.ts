import { invalidData } from "../data-error.js";
import { isFloat32 } from "../float32.js";

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/**
 * A decimal number that float32 can hold.
 * @param place makes what errors begin with; called only for one
 * @throws DataError for anything else, missing values and NaN among them
 */
export function parseNumber(text: string, place: () => string): number {
  const trimmed = text.trim();
  const value = decimal.test(trimmed) ? Number(trimmed) : NaN;
  if (isFloat32(value)) return value;
  throw invalidData(place(), `expected a finite number, got ${showText(trimmed)}`);
}

/** @throws DataError for what is no number that float32 can hold */
export function checkNumber(value: unknown, place: () => string): number {
  if (typeof value === "number" && isFloat32(value)) return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  throw invalidData(place(), `expected a finite number, got ${showUnknown(value)}`);
}

/** What came instead of a number, short. */
export function showText(text: string): string {
  if (text === "") return "nothing (a missing value)";
  if (text === "?") return '"?" (a missing value)';
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}...` : text);
}

/** A value of unknown kind, short. */
export function showUnknown(value: unknown): string {
  if (value === undefined || value === null) return "nothing (a missing value)";
  if (typeof value === "string") return showText(value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  const isPlain = typeof value === "number" || typeof value === "boolean" || typeof value === "bigint";
  return isPlain ? `${value}` : "a mapping";
}
