/** Prints what set-up found of libtensorflow: a cached test result holds only for the same finding. */
import { existsSync, readFileSync } from "node:fs";

const file = new URL("../../node_modules/.lockstep/tensorflow.json", import.meta.url);
const { available, version } = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
process.stdout.write(`${available} ${version}\n`);
