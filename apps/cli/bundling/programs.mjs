import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);

/** @type {string} where the compiler writes, and the bundles are */
export const dist = fileURLToPath(new URL("../dist", import.meta.url));

/** @param {string} packageName @param {string} file */
const inPackage = (packageName, file) => join(dirname(require.resolve(packageName)), file);

/** The file that a process of `lockstep` is started with. */
export const commandFile = join(dist, "main.js");

/** Files that other processes and threads are started with. */
export const programFiles = [
  inPackage("@lockstep/worker", "slots/slot-thread.js"),
  inPackage("@lockstep/coordinator", "preparation/preparation-thread.js"),
  inPackage("@lockstep/coordinator", "rows/row-thread.js"),
  inPackage("@lockstep/run-store", "store-thread.js"),
  inPackage("@lockstep/sequence-data", "parquet/parquet-process.js"),
];

/** Commands that have a bundle without the other commands. */
export const servingCommands = ["coordinator", "worker"];

/** @param {string} file */
export const nameOf = (file) => basename(file, ".js");
