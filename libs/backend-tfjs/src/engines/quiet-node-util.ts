import { createRequire } from "node:module";

type NodeUtil = Record<string, unknown>;

/**
 * tfjs-node calls functions of `node:util` that Node deprecated (with a warning from Node 22) and removed in Node 23.
 * Puts plain ones in their place.
 */
export function restoreNodeUtil(): void {
  // The CommonJS view of the module is the one object that tfjs-node sees, and it can be written to.
  const util = createRequire(import.meta.url)("node:util") as NodeUtil;
  util.isNullOrUndefined = (value: unknown) => value === null || value === undefined;
  util.isArray = Array.isArray;
}

/** Runs `body` without Node's deprecation warnings, which old dependencies cause as they load. */
export function withoutDeprecationWarnings<Result>(body: () => Result): Result {
  const before = process.noDeprecation;
  process.noDeprecation = true;
  try {
    return body();
  } finally {
    process.noDeprecation = before ?? false;
  }
}
