import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const package_ = dirname(createRequire(import.meta.url).resolve("@lockstep/worker"));

/** A worker with a fault, of the worker package's own tests: slow, wrong now and then, or hanging. */
export const faultyWorker = join(package_, "../src/testing/faulty-worker.mjs");
