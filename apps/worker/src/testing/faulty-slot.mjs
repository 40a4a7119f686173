/** Thread of a slot whose backend has the faults that LOCKSTEP_TEST_FAULTS lists, see faulty-worker.mjs. */
import { parentPort, threadId, workerData } from "node:worker_threads";
import { openBackend } from "@lockstep/worker";
import { serveSlot } from "@lockstep/worker/serve-slot";

const faults = JSON.parse(process.env.LOCKSTEP_TEST_FAULTS ?? "{}");
const { slowdown = 1, flipEvery = 0, flipInStep = 0, hangAfter = 0 } = faults;
const asleep = new Int32Array(new SharedArrayBuffer(4));
let gradients = 0;
let parameterVersions = 0;

/** Waits without taking a core from others. */
const wait = (durationMs) => Atomics.wait(asleep, 0, 0, durationMs);

/** Computes, and takes `slowdown` times as long. */
function slowly(compute) {
  if (slowdown <= 1) return compute();
  const began = performance.now();
  const result = compute();
  wait((slowdown - 1) * (performance.now() - began));
  return result;
}

/** One bit of the mantissa, as bad memory would have it: the number stays an ordinary one. */
function flipBit({ gradient }) {
  new Uint32Array(gradient.buffer, gradient.byteOffset, gradient.length)[gradients % gradient.length] ^=
    1 << 20;
}

function faultyModel(model) {
  return {
    setParameters(parameters) {
      parameterVersions++;
      model.setParameters(parameters);
    },
    gradient(batch, options) {
      gradients++;
      if (hangAfter > 0 && gradients > hangAfter) wait(Infinity);
      const sums = slowly(() => model.gradient(batch, options));
      if (parameterVersions === flipInStep || (flipEvery > 0 && gradients % flipEvery === 0)) flipBit(sums);
      return sums;
    },
    evaluate: (batch) => slowly(() => model.evaluate(batch)),
    predict: (batch) => slowly(() => model.predict(batch)),
    locateNonFinite: (batch) => model.locateNonFinite(batch),
    dispose: () => model.dispose(),
  };
}

async function openFaulty(choice) {
  const { backend, passedOver } = await openBackend(choice);
  const { name, version, fingerprint } = backend;
  const prepare = (plan, objective) => faultyModel(backend.prepare(plan, objective));
  return { passedOver, backend: { name, version, fingerprint, prepare, dispose: () => backend.dispose() } };
}

if (!parentPort) throw new Error(`thread ${threadId}: a slot runs in a thread of a worker`);
await serveSlot(parentPort, workerData, openFaulty);
