import type { PlainData } from "./resume-point.js";

/** A number as plain data: JSON keeps all but these, which are written as texts. */
export function plainNumber(value: number): PlainData {
  return Number.isFinite(value) && !Object.is(value, -0) ? value : Object.is(value, -0) ? "-0" : `${value}`;
}

const textNumbers: Readonly<Record<string, number>> = { "-0": -0, NaN, Infinity, "-Infinity": -Infinity };

/** Reads plain data strictly: what is not as expected is an error that names the field. */
export class PlainReader {
  constructor(
    private readonly value: PlainData | undefined,
    /** Such as `progress.epoch.rows`. */
    private readonly path: string,
  ) {}

  /** The fields of an object that has these and no other. */
  fields<Name extends string>(...names: readonly Name[]): Record<Name, PlainReader> {
    const { value } = this;
    if (!isObject(value)) return this.#refuse(`an object with ${names.join(", ")}`);
    const extra = Object.keys(value).find((name) => !names.includes(name as Name));
    if (extra !== undefined)
      return new PlainReader(value[extra], `${this.path}.${extra}`).#refuse("no such field");
    const read = (name: Name): [Name, PlainReader] => [
      name,
      new PlainReader(value[name], `${this.path}.${name}`),
    ];
    return Object.fromEntries(names.map(read)) as Record<Name, PlainReader>;
  }

  get items(): PlainReader[] {
    if (!isList(this.value)) return this.#refuse("a list");
    return this.value.map((item, index) => new PlainReader(item, `${this.path}[${index}]`));
  }

  /** @param length how many there must be */
  listOf(length: number): PlainReader[] {
    const { items } = this;
    return items.length === length ? items : this.#refuse(`a list of ${length}`, `one of ${items.length}`);
  }

  get number(): number {
    const { value } = this;
    if (typeof value === "number" && Number.isFinite(value) && !Object.is(value, -0)) return value;
    const named =
      typeof value === "string" && Object.hasOwn(textNumbers, value) ? textNumbers[value] : undefined;
    return named ?? this.#refuse("a number");
  }

  /** From 0. */
  get count(): number {
    const { value } = this;
    return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 && !Object.is(value, -0)
      ? value
      : this.#refuse("a whole number of at least 0");
  }

  get text(): string {
    return typeof this.value === "string" ? this.value : this.#refuse("a text");
  }

  /** Numbers by name. */
  get numbers(): Readonly<Record<string, number>> {
    const { value } = this;
    if (!isObject(value)) return this.#refuse("an object of numbers");
    return Object.fromEntries(
      Object.keys(value).map((name) => [name, new PlainReader(value[name], `${this.path}.${name}`).number]),
    );
  }

  /** @throws RangeError where the text is another */
  expect(text: string): void {
    if (this.value !== text) this.#refuse(text);
  }

  /** What is there, or undefined for null. */
  optional<T>(read: (reader: PlainReader) => T): T | undefined {
    return this.value === null ? undefined : read(this);
  }

  #refuse(expected: string, got = shown(this.value)): never {
    throw new RangeError(`${this.path}: expected ${expected}, got ${got}`);
  }
}

/** Numbers by name, as plain data. */
export function plainNumbers(numbers: Readonly<Record<string, number>>): PlainData {
  return Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, plainNumber(value)]));
}

function isList(value: PlainData | undefined): value is readonly PlainData[] {
  return Array.isArray(value);
}

function isObject(value: PlainData | undefined): value is Readonly<Record<string, PlainData>> {
  return typeof value === "object" && value !== null && !isList(value);
}

function shown(value: PlainData | undefined): string {
  if (value === undefined) return "nothing";
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : `${value}`;
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}...` : text;
}
