/**
 * What may end while the addon's threads compute, as programs: node --expose-gc environments-end.mjs SCENARIO [TIMES [RANGE]],
 * with a file of range-file.ts. A crash ends the process with a signal.
 */
import { once } from "node:events";
import { createRequire } from "node:module";
import { setImmediate } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { poolThreads } from "./pool-threads.mjs";
import { readRange } from "./range-of-file.mjs";

const addon = createRequire(import.meta.url)("node-gyp-build")(
  fileURLToPath(new URL("../..", import.meta.url)),
);
const { countUntilCancelled, sum } = addon.testing;

const ignored = () => {};
const times = Number(process.argv[3]);
const rangePath = process.argv[4];

/** A pool of two threads in the middle of computing, with more work waiting. */
async function computingPool() {
  const pool = new addon.ThreadPool(2);
  const counters = [1, 2, 3].map(() => new Float64Array(10_000));
  for (const numbers of counters) countUntilCancelled(pool, numbers).result.catch(ignored);
  while (counters[0][0] === 0 || counters[1][0] === 0) await setImmediate();
  return pool;
}

/** Work that comes back and is given anew for ever: a thread may be ended in any of the calls that this takes. */
function exchangeForEver() {
  const pool = new addon.ThreadPool(1);
  const again = () => sum(pool, new Float64Array(1000)).result.then(again, ignored);
  void again();
}

/** Gradients of a model, one after the other for ever. Resolves with the first; none may fail. */
function trainForEver(pool, path) {
  const { newModel, parameters, gradientArguments } = readRange(path);
  const model = newModel(addon);
  const compute = () => {
    model.setParameters(parameters);
    return model.submit(pool, ...gradientArguments()).result;
  };
  return forEver(compute);
}

/** Sums of vectors of some megabytes, in the same way. */
function addForEver(pool) {
  const arithmetic = new addon.VectorArithmetic(addon.instructionSets()[0]);
  const vectors = [new Float32Array(2 ** 21), new Float32Array(2 ** 21)];
  const words = Int32Array.of(1, addon.operationNames().indexOf("add"), 0, 2 ** 21, 0, 1);
  return forEver(() => arithmetic.submit(pool, words, new Float64Array(0), [], vectors).result);
}

/** @param {() => Promise<unknown>} compute */
function forEver(compute) {
  const first = compute();
  const again = () => compute().then(again);
  void first.then(again);
  return first;
}

/** Calls that succeed and calls that fail, one after another for ever: any may be the last. */
function callForEver() {
  const pool = new addon.ThreadPool(1);
  const numbers = new Float64Array(1);
  const calls = [
    () => new addon.ThreadPool(0),
    () => new addon.ThreadPool(1).close(),
    () => sum(pool, numbers).result.catch(ignored),
    () => sum({}, numbers),
    () => sum(pool, []),
    () => pool.cancel("all"),
    () => pool.cancel(7),
  ];
  for (let n = 0; ; n++) {
    try {
      void calls[n % calls.length]();
    } catch {
      // Half of them are refused.
    }
  }
}

const inThread = {
  "terminated threads": async () => {
    await computingPool();
    parentPort.postMessage("computing");
    exchangeForEver();
    exchangeForEver();
  },
  "terminated models": async ({ path }) => {
    const pool = new addon.ThreadPool(3);
    await Promise.all([trainForEver(pool, path), trainForEver(pool, path), addForEver(pool)]);
    parentPort.postMessage("computing");
  },
  "terminated calls": () => {
    parentPort.postMessage("calling");
    callForEver();
  },
  "loaded threads": () => {
    parentPort.postMessage("loaded");
  },
  "ending threads": async () => {
    await computingPool();
    process.exit();
  },
};

/** @param {string} scenario @param {number} count */
async function endThreads(scenario, count) {
  for (let n = 0; n < count; n++) {
    const worker = new Worker(new URL(import.meta.url), { workerData: { scenario, path: rangePath } });
    await once(worker, "message");
    await worker.terminate();
  }
}

/** @param {string} scenario */
async function terminateThreads(scenario) {
  await endThreads(scenario, times);
  console.log(`${times} ended`);
}

const inProcess = {
  "terminated threads": () => terminateThreads("terminated threads"),
  "terminated models": () => terminateThreads("terminated models"),
  "terminated calls": () => terminateThreads("terminated calls"),
  async "ending threads"() {
    for (let n = 0; n < times; n++) {
      await once(
        new Worker(new URL(import.meta.url), { workerData: { scenario: "ending threads" } }),
        "exit",
      );
    }
    console.log(`${times} ended`);
  },
  async "loaded threads"() {
    const kilobytes = () => process.memoryUsage.rss() / 1000;
    await endThreads("loaded threads", 50);
    const before = kilobytes();
    await endThreads("loaded threads", times);
    console.log(String(Math.max(0, (kilobytes() - before) / times)));
  },
  async exit() {
    await computingPool();
    console.log("computing");
    process.exit();
  },
  async "idle pool"() {
    const pool = new addon.ThreadPool(2);
    const numbers = new Float64Array(1000).map((_, n) => n);
    void sum(pool, numbers).result.then((total) => console.log(String(total)));
  },
  async "forgotten pools"() {
    for (let n = 0; n < 20; n++) await sum(new addon.ThreadPool(2), new Float64Array(10)).result;
    for (let n = 0; n < 3; n++) {
      globalThis.gc();
      await setImmediate();
    }
    console.log(`${poolThreads()} threads left`);
  },
};

void (isMainThread ? inProcess[process.argv[2]]() : inThread[workerData.scenario](workerData));
