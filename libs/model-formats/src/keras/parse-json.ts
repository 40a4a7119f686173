import { FormatError } from "../format-error.js";

/** Lists and objects within each other: Keras's own files have some twenty. */
const maxDepth = 200;

/**
 * Parses a JSON text. One nested more deeply than any model is refused, as what reads it goes down by recursion.
 * @throws FormatError
 */
export function parseJson(bytes: Uint8Array, place: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new FormatError("FORMAT_INVALID", `${place}: expected JSON, got a text that is none`, { cause });
  }
  if (isWithin(value, maxDepth)) return value;
  throw new FormatError(
    "FORMAT_INVALID",
    `${place}: expected at most ${maxDepth} lists and objects within each other, got more`,
  );
}

function isWithin(value: unknown, depth: number): boolean {
  let level = [value];
  for (let left = depth; left >= 0 && level.length > 0; left--) level = level.flatMap(childrenOf);
  return level.length === 0;
}

function childrenOf(value: unknown): unknown[] {
  return typeof value === "object" && value !== null ? Object.values(value) : [];
}
