import { once } from "node:events";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import type { Sample } from "@lockstep/backend/conformance";
import type { TfjsEngineName } from "../engines/engine-name.js";

/** Opens the engine, says so, waits for the word, computes. A thread loads built code, so it is given as text. */
const threadScript = `
const { parentPort, workerData } = require("node:worker_threads");
const { createHash } = require("node:crypto");
const { urls, engine, sample, runs } = workerData;
(async () => {
  const [{ openTfjsBackend }, { objectiveOf }] = await Promise.all(urls.map((url) => import(url)));
  const backend = await openTfjsBackend(engine);
  const objective = objectiveOf({ loss: { type: "mean_squared_error" }, metrics: [] }, sample.plan);
  const model = backend.prepare(sample.plan, objective);
  model.setParameters(sample.parameters);
  parentPort.once("message", () => {
    const hash = createHash("sha256");
    for (let run = 0; run < runs; run++) {
      const { gradient, statistics } = model.gradient(sample.batch);
      hash.update(gradient).update(statistics);
    }
    parentPort.postMessage(hash.digest("hex"));
  });
  parentPort.postMessage("ready");
})();
`;

/** The digest of a sample's gradients from each of several threads that compute at the same time. */
export async function digestInThreads(
  engine: TfjsEngineName,
  sample: Sample,
  { threads, runs }: { readonly threads: number; readonly runs: number },
): Promise<string[]> {
  const urls = ["@lockstep/backend-tfjs", "@lockstep/objective"].map(urlOf);
  const workers: Worker[] = [];
  try {
    // One after another: see openTfjsBackend.
    for (let i = 0; i < threads; i++) {
      const worker = new Worker(threadScript, { eval: true, workerData: { urls, engine, sample, runs } });
      workers.push(worker);
      await once(worker, "message");
    }
    const digests = workers.map((worker) => once(worker, "message"));
    for (const worker of workers) worker.postMessage("go");
    return (await Promise.all(digests)).map(([digest]) => digest as string);
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

function urlOf(name: string): string {
  return pathToFileURL(createRequire(import.meta.url).resolve(name)).href;
}
