/**
 * Where two values of JSON first differ, such as `fit.batchSize: expected 32, got 16`; undefined: nowhere. The order of
 * keys does not matter.
 */
export function firstDifference(expected: unknown, got: unknown, path = ""): string | undefined {
  if (isBranch(expected) && isBranch(got) && Array.isArray(expected) === Array.isArray(got)) {
    const keys = new Set([...Object.keys(expected), ...Object.keys(got)]);
    for (const key of keys) {
      const place = path === "" ? key : `${path}.${key}`;
      const difference = firstDifference(expected[key], got[key], place);
      if (difference !== undefined) return difference;
    }
    return undefined;
  }
  if (Object.is(expected, got)) return undefined;
  return `${path === "" ? "" : `${path}: `}expected ${shown(expected)}, got ${shown(got)}`;
}

function isBranch(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function shown(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value).slice(0, 100);
}
