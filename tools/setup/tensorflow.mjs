import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { provideAddon } from "./addon.mjs";
import { cacheFolder } from "./cache.mjs";
import { runCaptured, sayOutcome, tailOf } from "./captured-process.mjs";
import { stampFolder, workFolder } from "./checkout.mjs";
import { libtensorflowFromFolder } from "./libtensorflow-folder.mjs";
import { installedInCache, libtensorflowFromInstaller } from "./libtensorflow-installer.mjs";
import { libtensorflowFromWheel, wheelInCache } from "./libtensorflow-wheel.mjs";
import { compilerTools } from "./node-gyp.mjs";
import { mayTryAgain, retryAsked } from "./refusal.mjs";
import { inSharedCache, isFileTrouble } from "./shared-cache.mjs";
import { digestOf, readJson, writeJson } from "./stamp.mjs";
import { aloud } from "./spoken-step.mjs";
import { connect, disconnect, findTfjsNode, isConnected } from "./tfjs-node-package.mjs";
import { Unavailable } from "./unavailable.mjs";

/**
 * The `tensorflow` backend's library, in the order: a folder the user names, tfjs-node's own download, the Python package.
 * What came of it is written to node_modules/.lockstep/tensorflow.json, for the backend and `doctor` to read.
 *
 * @typedef {{ available: boolean, version?: string, source?: string, reason?: string, howToFix?: string, at: string, circumstances: string }} TensorflowReport
 * @typedef {{ id: string, entry: string, addon?: string }} Libtensorflow
 * @typedef {import("./libtensorflow-wheel.mjs").Place} Place
 * @typedef {import("./tfjs-node-package.mjs").TfjsNode} TfjsNode
 * @typedef {{ name: string, find: () => Promise<Libtensorflow> }} Way
 */

const probe = fileURLToPath(new URL("tensorflow-probe.mjs", import.meta.url));

/** @param {string} root */
export const tensorflowReportFile = (root) => join(stampFolder(root), "tensorflow.json");

/** Whether there is nothing to do: it works, or nothing has changed since it was found not to. @param {string} root */
export function tensorflowIsSettled(root) {
  const tfjsNode = findTfjsNode(root);
  if (tfjsNode === undefined) return true;
  const report = /** @type {TensorflowReport | undefined} */ (readJson(tensorflowReportFile(root)));
  if (report === undefined) return false;
  if (report.available) return report.circumstances === whatDecides(tfjsNode, true) && isConnected(tfjsNode);
  return !mayTryAgain(report) && report.circumstances === whatDecides(tfjsNode, false);
}

/** What a report holds for. One that says no is also worth another try when a missing tool has come. @param {TfjsNode} tfjsNode @param {boolean} available */
function whatDecides(tfjsNode, available) {
  const always = [
    tfjsNode.version,
    String(tfjsNode.napi),
    process.platform,
    process.arch,
    process.env.LOCKSTEP_LIBTENSORFLOW ?? "",
  ];
  const tools = Object.entries(compilerTools()).map(([name, program]) => `${name}=${program ?? ""}`);
  return digestOf(...always, ...(available ? [] : [...tools, cacheFolder()])).slice(0, 16);
}

/** Provides libtensorflow, or says why not; never fatal. @param {string} root @param {(line: string) => void} log @returns {Promise<void>} */
export async function provideTensorflow(root, log) {
  const tfjsNode = findTfjsNode(root);
  if (tfjsNode === undefined) return;
  disconnect(tfjsNode);
  try {
    const { version, source } = await provideFromCache(root, tfjsNode, log);
    record(root, tfjsNode, { available: true, version, source });
    log(`the tensorflow backend is ready: TensorFlow ${version} (${source})`);
  } catch (error) {
    if (!(error instanceof Unavailable) && !isFileTrouble(error)) throw error;
    const { message: reason, howToFix = "Set LOCKSTEP_CACHE_DIR to a folder that can be written" } =
      /** @type {Unavailable} */ (error);
    record(root, tfjsNode, { available: false, reason, howToFix });
    log(
      `the tensorflow backend is not available, because ${reason}. ${howToFix}. Another backend will be used.`,
    );
  }
}

/** @param {string} root @param {TfjsNode} tfjsNode @param {Partial<TensorflowReport> & { available: boolean }} outcome */
function record(root, tfjsNode, outcome) {
  writeJson(tensorflowReportFile(root), {
    ...outcome,
    at: new Date().toISOString(),
    circumstances: whatDecides(tfjsNode, outcome.available),
  });
}

/** @param {string} root @param {TfjsNode} tfjsNode @param {(line: string) => void} log */
const provideFromCache = (root, tfjsNode, log) =>
  inSharedCache(log, (cache) =>
    tryWays({ cache, logs: workFolder(root), log }, tfjsNode, join(root, "node_modules")),
  );

/** @param {Place} place @param {TfjsNode} tfjsNode @param {string} nodeModules */
async function tryWays(place, tfjsNode, nodeModules) {
  const failures = [];
  for (const way of waysFor(place, tfjsNode, nodeModules)) {
    try {
      const found = await way.find();
      connect(
        tfjsNode,
        found.entry,
        found.addon ?? (await provideAddon(place, tfjsNode, nodeModules, found)),
      );
      return { version: await versionThatLoads(place, tfjsNode), source: way.name };
    } catch (error) {
      disconnect(tfjsNode);
      if (!(error instanceof Unavailable)) throw error;
      failures.push(error);
    }
  }
  const last = /** @type {Unavailable} */ (failures.at(-1));
  throw new Unavailable(failures.map((failure) => failure.message).join("; "), last.howToFix, last);
}

/** @param {Place} place @param {TfjsNode} tfjsNode @param {string} nodeModules @returns {Way[]} */
function waysFor(place, tfjsNode, nodeModules) {
  const named = process.env.LOCKSTEP_LIBTENSORFLOW;
  // Who names a folder wants that one: nothing else is downloaded in its stead.
  if (named)
    return [{ name: `the folder ${named}`, find: () => libtensorflowFromFolder(place.cache, named) }];
  const { cache } = place;
  const installed = installedInCache(cache, tfjsNode);
  const wheel = wheelInCache(cache);
  const installer = {
    name: "tfjs-node's own download",
    find: async () =>
      installed ?? libtensorflowFromInstaller(place, tfjsNode, nodeModules, { retry: retryAsked() }),
  };
  const python = {
    name: "the tensorflow-cpu package for Python",
    find: async () => wheel ?? libtensorflowFromWheel(place),
  };
  // What is in the cache already needs no network.
  return installed === undefined && wheel !== undefined ? [python] : [installer, python];
}

/** Loads it in a process of its own: a library built for another processor would end ours. @param {Place} place @param {TfjsNode} tfjsNode */
async function versionThatLoads({ logs, log }, tfjsNode) {
  const logFile = join(logs, "tensorflow-probe.log");
  return aloud(log, "loading TensorFlow once, to see that it works", async () => {
    const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: "3", TF_ENABLE_ONEDNN_OPTS: "0" };
    const outcome = await runCaptured(process.execPath, [probe, tfjsNode.folder], { env, logFile });
    const answer = outcome.code === 0 ? tailOf(logFile, 1) : "";
    if (answer.startsWith("{")) return /** @type {string} */ (JSON.parse(answer).version);
    const illegal =
      outcome.signal === "SIGILL"
        ? "this processor lacks instructions it needs"
        : (errorIn(tailOf(logFile, 40)) ?? sayOutcome(outcome));
    throw new Unavailable(
      `libtensorflow does not work here: ${illegal}`,
      `Name another one in LOCKSTEP_LIBTENSORFLOW (what was printed is in ${logFile})`,
    );
  });
}

/** @param {string} output */
const errorIn = (output) =>
  output
    .split("\n")
    .find((line) => /^(\w*Error|terminate called)\b/.test(line))
    ?.slice(0, 300);
