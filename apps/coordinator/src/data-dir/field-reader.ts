/** Reads fields of a JSON object that may be damaged; errors name the file and the field. */
export class FieldReader {
  private constructor(
    private readonly fields: Readonly<Record<string, unknown>>,
    private readonly place: string,
  ) {}

  /** @throws Error where the text is no JSON object */
  static ofJson(text: string, path: string): FieldReader {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (cause) {
      throw new Error(`${path}: expected JSON: ${(cause as Error).message}`, { cause });
    }
    return FieldReader.#of(value, `${path}: `);
  }

  static #of(value: unknown, place: string): FieldReader {
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      return new FieldReader(value as Record<string, unknown>, place);
    throw new Error(`${place}expected an object, got ${shown(value)}`);
  }

  /** Undefined where it is not there. */
  value(field: string): unknown {
    return this.fields[field];
  }

  object(field: string): FieldReader {
    return FieldReader.#of(this.fields[field], `${this.place}${field}: `);
  }

  text(field: string): string {
    const value = this.fields[field];
    return typeof value === "string" ? value : this.#refuse(field, "a text");
  }

  number(field: string): number {
    const value = this.fields[field];
    return Number.isSafeInteger(value) ? (value as number) : this.#refuse(field, "a whole number");
  }

  digest(field: string): string {
    const value = this.fields[field];
    const isDigest = typeof value === "string" && /^[0-9a-f]{64}$/.test(value);
    return isDigest ? value : this.#refuse(field, "64 hexadecimal digits");
  }

  oneOf<Choice extends string>(field: string, choices: readonly Choice[]): Choice {
    const found = choices.find((choice) => choice === this.fields[field]);
    return found ?? this.#refuse(field, choices.join(" or "));
  }

  literal(field: string, expected: string | number): void {
    if (this.fields[field] !== expected) this.#refuse(field, String(expected));
  }

  /** What a check makes of a field. */
  checked<Value>(field: string, check: (value: unknown) => Value): Value {
    try {
      return check(this.fields[field]);
    } catch (cause) {
      throw new Error(`${this.place}${field}: ${(cause as Error).message}`, { cause });
    }
  }

  #refuse(field: string, expected: string): never {
    throw new Error(`${this.place}${field}: expected ${expected}, got ${shown(this.fields[field])}`);
  }
}

function shown(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value).slice(0, 60);
}
