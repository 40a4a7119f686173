// Submits work on vectors, empties the list of them, and has their memory collected, if nothing keeps it, while the work
// waits and runs. Run with --expose-gc.
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { setImmediate } from "node:timers/promises";

const require = createRequire(import.meta.url);
const addon = require("node-gyp-build")(dirname(require.resolve("@lockstep/backend-native/package.json")));
const arithmetic = new addon.VectorArithmetic("portable");
const pool = new addon.ThreadPool(1);
const add = addon.operationNames().indexOf("add");
/** Large enough that the system takes the memory back at once. */
const length = 2 ** 21;

/** @returns what resolves when it is done */
function submitAndForget() {
  const vectors = [new Float32Array(length), new Float32Array(length)];
  const words = Int32Array.of(1, add, 0, length, 0, 1);
  const { result } = arithmetic.submit(pool, words, new Float64Array(), [], vectors);
  vectors.length = 0;
  return result;
}

const times = 20;
const results = Array.from({ length: times }, submitAndForget);
globalThis.gc();
await setImmediate();
globalThis.gc();
await Promise.all(results);
await pool.close();
console.log(`${times} times done`);
