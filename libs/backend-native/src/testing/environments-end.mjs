/**
 * What may end while the addon's threads compute, as programs: node --expose-gc environments-end.mjs SCENARIO. A crash ends
 * the process with a signal.
 */
import { once } from "node:events";
import { createRequire } from "node:module";
import { setImmediate } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { poolThreads } from "./pool-threads.mjs";

const addon = createRequire(import.meta.url)("node-gyp-build")(
  fileURLToPath(new URL("../..", import.meta.url)),
);
const { countUntilCancelled, sum } = addon.testing;

const ignored = () => {};

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

const inThread = {
  "terminated threads": async () => {
    await computingPool();
    parentPort.postMessage("computing");
    exchangeForEver();
    exchangeForEver();
  },
  "ending threads": async () => {
    await computingPool();
    process.exit();
  },
};

const inProcess = {
  async "terminated threads"() {
    for (let n = 0; n < 50; n++) {
      const worker = new Worker(new URL(import.meta.url), { workerData: "terminated threads" });
      await once(worker, "message");
      await worker.terminate();
    }
    console.log("50 ended");
  },
  async "ending threads"() {
    for (let n = 0; n < 20; n++) {
      await once(new Worker(new URL(import.meta.url), { workerData: "ending threads" }), "exit");
    }
    console.log("20 ended");
  },
  async exit() {
    await computingPool();
    console.log("computing");
    process.exit();
  },
  async "idle pool"() {
    const pool = new addon.ThreadPool(2);
    const numbers = new Float64Array(1000).map((_, n) => n);
    void sum(pool, numbers).result.then(console.log);
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

void (isMainThread ? inProcess[process.argv[2]] : inThread[workerData])();
