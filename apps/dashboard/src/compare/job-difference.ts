/** A value of a job file, as JSON has it. */
export type JobValue =
  null | boolean | number | string | readonly JobValue[] | { readonly [key: string]: JobValue };

/** What jobs say at one place. */
export interface JobRow {
  /** As `model.layers[0].units`. */
  readonly path: string;
  /** Of each job in turn; undefined: it says nothing there. */
  readonly values: readonly (string | undefined)[];
  readonly differs: boolean;
}

/**
 * Job files side by side: every place that any of them has a value at, in the order of the first file that has it, its
 * neighbours beside it. Elements of lists are compared by their index.
 */
export function jobRows(jobs: readonly JobValue[]): readonly JobRow[] {
  return rowsOf("", jobs);
}

function rowsOf(path: string, values: readonly (JobValue | undefined)[]): readonly JobRow[] {
  const keys = keysOf(values);
  if (keys === undefined) return [leafRow(path, values)];
  return keys.flatMap((key) =>
    rowsOf(
      pathBelow(path, key),
      values.map((value) => entryOf(value, key)),
    ),
  );
}

/** Keys of all structures among the values; undefined where one is a plain value: then they are compared as wholes. */
function keysOf(values: readonly (JobValue | undefined)[]): readonly (string | number)[] | undefined {
  const present = values.filter((value) => value !== undefined);
  const lists = present.filter(isList);
  const mappings = present.filter(isMapping);
  if (lists.length === present.length) {
    // A list of plain values, such as [64, 32], is read as one.
    const longest = Math.max(...lists.map(({ length }) => length));
    const isPlain = lists.every((list) => list.every((entry) => !isStructure(entry)));
    return isPlain ? undefined : Array.from({ length: longest }, (_, index) => index);
  }
  if (mappings.length < present.length || mappings.every((one) => Object.keys(one).length === 0))
    return undefined;
  return mappings.reduce<readonly string[]>((known, one) => interleave(known, Object.keys(one)), []);
}

/** New keys go behind the one that they follow in their own file. */
function interleave(known: readonly string[], keys: readonly string[]): readonly string[] {
  const merged = [...known];
  keys.forEach((key, index) => {
    if (merged.includes(key)) return;
    const before = index === 0 ? -1 : merged.indexOf(keys[index - 1] as string);
    merged.splice(before + 1, 0, key);
  });
  return merged;
}

function leafRow(path: string, values: readonly (JobValue | undefined)[]): JobRow {
  const texts = values.map((value) => (value === undefined ? undefined : showValue(value)));
  return { path: path === "" ? "job" : path, values: texts, differs: new Set(texts).size > 1 };
}

/** As a job file writes it, on one line. */
function showValue(value: JobValue): string {
  if (typeof value === "string") return isUnmistakable(value) ? value : JSON.stringify(value);
  if (isList(value)) return `[${value.map(showValue).join(", ")}]`;
  if (isMapping(value)) {
    const entries = Object.entries(value).map(([key, inner]) => `${key}: ${showValue(inner)}`);
    return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
  }
  return String(value);
}

/** Whether a text without quotes can be taken for nothing else. */
function isUnmistakable(text: string): boolean {
  const isOther = /^(null|true|false|~)$/i.test(text) || (text.trim() !== "" && !Number.isNaN(Number(text)));
  return !isOther && /^[^\s"'[\]{},]([^"[\]{},\n]*[^\s"[\]{},])?$/.test(text);
}

function entryOf(value: JobValue | undefined, key: string | number): JobValue | undefined {
  if (typeof key === "number") return isList(value) ? value[key] : undefined;
  // Only keys of its own: a job may say `constructor`.
  return isMapping(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function pathBelow(path: string, key: string | number): string {
  if (typeof key === "number") return `${path}[${key}]`;
  return path === "" ? key : `${path}.${key}`;
}

function isList(value: JobValue | undefined): value is readonly JobValue[] {
  return Array.isArray(value);
}

function isMapping(value: JobValue | undefined): value is Readonly<Record<string, JobValue>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isStructure(value: JobValue): boolean {
  return isList(value) || isMapping(value);
}
