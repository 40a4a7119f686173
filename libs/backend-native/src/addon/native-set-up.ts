import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

/** What to do where set-up did not run, or thought that all was well. */
const howToBuild = "run `npm start` or `npm test` in the checkout, which build it";

/** Why the addon is not there and how to mend that, as far as set-up knows. */
export function whyNotBuilt(verdict: unknown = readVerdict()): string {
  const { available, reason, howToFix } = (verdict ?? {}) as Partial<Record<string, unknown>>;
  if (available !== false || typeof reason !== "string") return howToBuild;
  return `${reason}; ${typeof howToFix === "string" ? howToFix : howToBuild}`;
}

/** Set-up leaves its verdict in the node_modules folder that it provided for. */
function readVerdict(): unknown {
  const beside = createRequire(import.meta.url).resolve("node-gyp-build/package.json");
  const file = join(beside, "../../.lockstep/native.json");
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    // A damaged verdict says nothing: set-up writes a new one when it runs again.
    return undefined;
  }
}
