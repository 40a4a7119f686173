import * as tf from "@tensorflow/tfjs-core";
import { version_cpu } from "@tensorflow/tfjs-backend-cpu";
import { CoreOps } from "../ops/core-ops.js";
import type { Engine } from "../tfjs-backend.js";
import { prepareTfjsCore } from "./tfjs-core.js";

/** TensorFlow.js in plain JavaScript. Its Math.tanh and Math.exp are V8's, so V8's version is in the fingerprint. */
export async function openCpuEngine(): Promise<Engine<tf.Tensor>> {
  prepareTfjsCore();
  await tf.setBackend("cpu");
  return {
    name: "cpu",
    version: version_cpu,
    fingerprint: `cpu/tfjs-${version_cpu}/v8-${process.versions.v8}`,
    ops: new CoreOps("cpu"),
  };
}
