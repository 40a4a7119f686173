import { invalidField, ProtocolError } from "./protocol-error.js";

/** A protobuf field as decoded: absent scalars are null, undefined or their zero value. */
type Optional<T> = T | null | undefined;

/** A whole number within bounds, both inclusive. */
export function whole(field: string, value: Optional<number>, least: number, most = 0xffffffff): number {
  const number = value ?? 0;
  if (!Number.isInteger(number) || number < least || number > most) {
    throw invalidField(field, `a whole number from ${least} to ${most}`, number);
  }
  return number;
}

/** A uint64 as decoded: an object of two halves where the library has no other way to be exact. */
type Wide = number | { toNumber(): number };

/** As {@link whole}, of a field of 64 bits: up to 2^53 - 1. */
export function wideWhole(field: string, value: Optional<Wide>, least = 0): number {
  const number = typeof value === "object" && value !== null ? value.toNumber() : value;
  return whole(field, number, least, Number.MAX_SAFE_INTEGER);
}

/** Text that is not empty and not longer than `mostLength` UTF-16 units. */
export function text(field: string, value: Optional<string>, mostLength: number): string {
  if (!value) throw invalidField(field, "text", value ?? "");
  return boundedText(field, value, mostLength);
}

/** A name that can be printed anywhere: letters, digits and `._:-`. */
export function identifier(field: string, value: Optional<string>, mostLength: number): string {
  const name = text(field, value, mostLength);
  if (!/^[\w.:-]+$/.test(name)) throw invalidField(field, "letters, digits and ._:-", name);
  return name;
}

/** Text that may be empty. */
export function boundedText(field: string, value: Optional<string>, mostLength: number): string {
  const string = value ?? "";
  if (string.length > mostLength) {
    throw new ProtocolError(
      "TOO_LARGE",
      `${field}: expected at most ${mostLength} characters, got ${string.length}`,
    );
  }
  return string;
}

/** The beginning of a text that may be too long for its field; no character is cut in two. */
export function shortened(text: string, mostLength: number): string {
  if (text.length <= mostLength) return text;
  return text.slice(0, mostLength).replace(/[\uD800-\uDBFF]$/, "");
}

/** A finite number of at least zero. */
export function duration(field: string, value: Optional<number>): number {
  const number = value ?? 0;
  if (!Number.isFinite(number) || number < 0)
    throw invalidField(field, "a finite number of at least 0", number);
  return number;
}

/** The member of a message's oneof that is set; of several the last that came. @throws ProtocolError where none is that is known */
export function knownMember<Name extends string>(
  message: string,
  members: Partial<Record<Name, unknown>>,
  names: readonly Name[],
): Name {
  const set = names.find((name) => members[name] !== undefined && members[name] !== null);
  if (set !== undefined) return set;
  throw new ProtocolError(
    "MALFORMED",
    `expected a ${message} with one of the known messages set, got none of them`,
  );
}

/** A list with a length within bounds. */
export function list<T>(field: string, value: Optional<readonly T[]>, mostLength: number): readonly T[] {
  const items = value ?? [];
  if (items.length > mostLength) {
    throw new ProtocolError(
      "TOO_LARGE",
      `${field}: expected at most ${mostLength} items, got ${items.length}`,
    );
  }
  return items;
}

/** One of the names that stand for the wire's numbers. */
export function enumerated<Name extends string>(
  field: string,
  value: Optional<number>,
  numbers: Readonly<Record<Name, number>>,
): Name {
  const names = Object.keys(numbers) as Name[];
  const known = names.find((name) => numbers[name] === value);
  if (known === undefined) throw invalidField(field, names.join(", "), value);
  return known;
}

/** A list of a length that follows from other fields. */
export function ofLength<List extends ArrayLike<unknown>>(field: string, items: List, length: number): List {
  if (items.length !== length) throw invalidField(`${field}: length`, String(length), items.length);
  return items;
}
