/** Loads tfjs-node (argument: its folder) over libtensorflow, computes once, and prints what it found as one line of JSON. */
import { createRequire } from "node:module";
import util from "node:util";

// Gone since Node.js 23 and warned about in 22; tfjs-node 4.22 calls exactly these two.
Object.assign(util, {
  isNullOrUndefined: (/** @type {unknown} */ value) => value == null,
  isArray: Array.isArray,
});

const tf = createRequire(import.meta.url)(process.argv[2] ?? "");
const product = tf.matMul([[1, 2]], [[3], [4]]).dataSync()[0];
if (product !== 11) throw new Error(`libtensorflow computes 1*3 + 2*4 = ${product}`);
console.log(JSON.stringify({ backend: tf.getBackend(), version: tf.backend().binding.TF_Version }));
