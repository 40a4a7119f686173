import { printable } from "./printable.js";

/** A query that cannot be answered. The message names the parameter. */
export class QueryError extends Error {
  override readonly name = "QueryError";
}

/** Parameters of a request's address, each read by name with its bounds. `token` is for whoever lets the request in. */
export class QueryParameters {
  readonly #values: URLSearchParams;

  /** @throws QueryError where there is a parameter that is not one of `names`, or one twice */
  constructor(query: string | undefined, names: readonly string[]) {
    this.#values = new URLSearchParams(query);
    for (const name of new Set(this.#values.keys())) {
      if (name !== "token" && !names.includes(name)) {
        throw new QueryError(
          `${printable(name)}: there is no such parameter; expected ${names.join(", ") || "none"}`,
        );
      }
      if (this.#values.getAll(name).length > 1) throw new QueryError(`${name}: expected once, got it again`);
    }
  }

  /** @throws QueryError where it is no whole number from `least` to `most` */
  whole<T>(name: string, least: number, most: number, absent: T): number | T {
    const text = this.#values.get(name);
    if (text === null) return absent;
    const value = /^\d{1,16}$/.test(text) ? Number(text) : NaN;
    if (value >= least && value <= most) return value;
    throw new QueryError(
      `${name}: expected a whole number from ${least} to ${most}, got "${printable(text)}"`,
    );
  }

  /** @throws QueryError where it is none of `choices` */
  oneOf<T extends string>(name: string, choices: readonly T[]): T | undefined {
    const text = this.#values.get(name);
    if (text === null) return undefined;
    const choice = choices.find((each) => each === text);
    if (choice !== undefined) return choice;
    throw new QueryError(`${name}: expected one of ${choices.join(", ")}, got "${printable(text)}"`);
  }

  /** Several choices, with commas between them. @throws QueryError where one is none of `choices` */
  listOf<T extends string>(name: string, choices: readonly T[]): readonly T[] | undefined {
    const text = this.#values.get(name);
    if (text === null) return undefined;
    return text.split(",").map((each) => {
      const choice = choices.find((one) => one === each);
      if (choice !== undefined) return choice;
      throw new QueryError(`${name}: expected some of ${choices.join(", ")}, got "${printable(each)}"`);
    });
  }

  /** Texts of any characters: an array in JSON. @throws QueryError where it is none */
  texts(name: string): readonly string[] | undefined {
    const text = this.#values.get(name);
    if (text === null) return undefined;
    const value = parsed(text);
    if (Array.isArray(value) && value.every((each) => typeof each === "string")) return value;
    throw new QueryError(`${name}: expected an array of texts in JSON, got "${printable(text)}"`);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // It is none of the values that are expected.
    return undefined;
  }
}
