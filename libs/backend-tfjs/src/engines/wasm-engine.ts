import { createRequire } from "node:module";
import { dirname, join, sep } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import { setThreadsCount, setWasmPaths, version_wasm } from "@tensorflow/tfjs-backend-wasm";
import { BackendError } from "@lockstep/backend";
import { CoreOps } from "../ops/core-ops.js";
import type { Engine } from "../tfjs-backend.js";
import { keepingProcessListeners } from "./process-listeners.js";
import { prepareTfjsCore } from "./tfjs-core.js";

/** tfjs has one WebAssembly module for a thread. */
let started: Promise<void> | undefined;

/**
 * TensorFlow.js on WebAssembly, one thread. WebAssembly's arithmetic is fixed to the bit by its standard; the code
 * differs between the build with vector instructions and the one without, so the fingerprint says which.
 */
export async function openWasmEngine(): Promise<Engine<tf.Tensor>> {
  prepareTfjsCore();
  started ??= keepingProcessListeners(startWasm);
  await started;
  const hasSimd = await tf.env().getAsync("WASM_HAS_SIMD_SUPPORT");
  return {
    name: "wasm",
    version: version_wasm,
    fingerprint: `wasm/tfjs-${version_wasm}/${hasSimd ? "simd" : "scalar"}`,
    ops: new CoreOps("wasm"),
  };
}

async function startWasm(): Promise<void> {
  tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  setWasmPaths(join(dirname(createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm")), sep));
  setThreadsCount(1);
  if (await tf.setBackend("wasm")) return;
  throw new BackendError(
    "unavailable",
    "backend wasm: expected TensorFlow.js to start its WebAssembly module, it did not",
  );
}
