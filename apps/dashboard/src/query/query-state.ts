/** How a setting is written in an address, and read from it. */
export interface QueryCodec<T> {
  /** What is meant where the address does not say, or says what cannot be read. */
  readonly fallback: T;
  /** Undefined: it cannot be read. */
  readonly read: (text: string) => T | undefined;
  /** Undefined: nothing is written. */
  readonly write: (value: T) => string | undefined;
}

/** One of several words. */
export function oneOf<T extends string>(values: readonly T[], fallback: T): QueryCodec<T> {
  return {
    fallback,
    read: (text) => values.find((value) => value === text),
    write: (value) => (value === fallback ? undefined : value),
  };
}

/** A number within bounds. */
export function number(least: number, greatest: number, fallback: number): QueryCodec<number> {
  return {
    fallback,
    read: (text) => {
      const value = Number(text);
      return text !== "" && value >= least && value <= greatest ? value : undefined;
    },
    write: (value) => (value === fallback ? undefined : String(value)),
  };
}

/** Yes or no. */
export function flag(fallback: boolean): QueryCodec<boolean> {
  return {
    fallback,
    read: (text) => (text === "1" ? true : text === "0" ? false : undefined),
    write: (value) => (value === fallback ? undefined : value ? "1" : "0"),
  };
}

/** What somebody typed. */
export const text: QueryCodec<string> = {
  fallback: "",
  read: (written) => written,
  write: (value) => (value === "" ? undefined : value),
};

const none: readonly string[] = [];

/** Names, with commas between them: those within names are escaped. */
export const names: QueryCodec<readonly string[]> = {
  fallback: none,
  read: (written) => (written === "" ? none : written.split(",").map(decode)),
  write: (value) => (value.length === 0 ? undefined : value.map(encode).join(",")),
};

/** From and to, both numbers, the first less than the second. */
export const range: QueryCodec<readonly [number, number] | undefined> = {
  fallback: undefined,
  read: (written) => {
    const [from = Number.NaN, to = Number.NaN, ...more] = written.split("..").map(Number);
    return more.length === 0 && from < to && Number.isFinite(to - from) ? [from, to] : undefined;
  },
  write: (value) => (value === undefined ? undefined : `${value[0]}..${value[1]}`),
};

/** The setting of that name in a query. */
export function readQuery<T>(search: string, key: string, codec: QueryCodec<T>): T {
  const written = new URLSearchParams(search).get(key);
  if (written === null) return codec.fallback;
  return codec.read(written) ?? codec.fallback;
}

/** The query with that setting, without a question mark; empty where nothing differs from what is meant anyway. */
export function writeQuery<T>(search: string, key: string, codec: QueryCodec<T>, value: T): string {
  const query = new URLSearchParams(search);
  const written = codec.write(value);
  if (written === undefined) query.delete(key);
  else query.set(key, written);
  return query.toString();
}

function encode(name: string): string {
  return name.replaceAll("%", "%25").replaceAll(",", "%2C");
}

function decode(name: string): string {
  return name.replaceAll("%2C", ",").replaceAll("%25", "%");
}
