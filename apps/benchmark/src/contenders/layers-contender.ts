import * as tf from "@tensorflow/tfjs-core";
import { layers, sequential } from "@tensorflow/tfjs-layers";
import { batchSize, features, timeSteps, units } from "../shapes/notebook.js";
import { steppingContender, type BlockSize, type Contender } from "./contender.js";

/**
 * tfjs-layers' own training step on tfjs-node's backend, which must be open in this process. Options that differ from
 * Keras's are set as Keras has them.
 */
export function layersContender(id: string, label: string, block: BlockSize): Contender {
  activateTensorflow();
  const model = sequential({
    layers: [
      layers.simpleRNN({ units, inputShape: [timeSteps, features], kernelInitializer: "glorotUniform" }),
      layers.dense({ units: 1, activation: "sigmoid", kernelInitializer: "glorotUniform" }),
    ],
  });
  model.compile({ optimizer: tf.train.adam(0.001), loss: "binaryCrossentropy", metrics: ["accuracy"] });
  const x = tf.randomUniform([batchSize, timeSteps, features]);
  const y = tf.round(tf.randomUniform([batchSize, 1]));
  const stepping = steppingContender(id, label, block, () => model.trainOnBatch(x, y));
  return {
    ...stepping,
    measure() {
      activateTensorflow();
      return stepping.measure();
    },
  };
}

/** Another contender may have made another backend of tfjs the active one. */
function activateTensorflow(): void {
  void tf.setBackend("tensorflow");
  if (tf.getBackend() !== "tensorflow")
    throw new Error(`expected tfjs's backend tensorflow, got ${tf.getBackend()}`);
}
