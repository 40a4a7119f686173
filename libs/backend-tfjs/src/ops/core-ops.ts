import type { EngineActivation } from "./engine-activation.js";
import * as tf from "@tensorflow/tfjs-core";
import type { TensorOps } from "./tensor-ops.js";

/** {@link TensorOps} over TensorFlow.js's own operations on one of its registered backends. */
export class CoreOps implements TensorOps<tf.Tensor> {
  /** @param backend name under which tfjs-core knows the backend; it must be initialised already */
  constructor(private readonly backend: string) {}

  upload(values: Float32Array, shape: readonly number[]): tf.Tensor {
    // tfjs keeps the array that it is given, and callers may reuse theirs.
    return tf.tensor(values.slice(), [...shape]);
  }

  download(tensor: tf.Tensor): Float32Array {
    // The cpu backend hands out its own memory.
    return tensor.dataSync<"float32">().slice();
  }

  matMul(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
    return tf.matMul(a, b);
  }

  matMulTransposedA(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
    // WebAssembly's fast product takes no transposed operands.
    return tf.matMul(tf.transpose(a), b);
  }

  matMulTransposedB(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
    return tf.matMul(a, tf.transpose(b));
  }

  transpose(a: tf.Tensor): tf.Tensor {
    return tf.transpose(a);
  }

  add(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
    return tf.add(a, b);
  }

  subtract(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
    return tf.sub(a, b);
  }

  multiply(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
    return tf.mul(a, b);
  }

  addBias(matrix: tf.Tensor, vector: tf.Tensor): tf.Tensor {
    return tf.add(matrix, vector);
  }

  columnSums(matrix: tf.Tensor): tf.Tensor {
    return tf.sum(matrix, 0);
  }

  splitRows(matrix: tf.Tensor, parts: number): readonly tf.Tensor[] {
    if (parts === 1) return [matrix];
    const [rows = 0, columns = 1] = matrix.shape;
    // WebAssembly's slice copies the whole matrix for each part.
    const values = matrix.dataSync<"float32">();
    const size = values.length / parts;
    const shape = matrix.rank === 1 ? [size] : [rows / parts, columns];
    return Array.from({ length: parts }, (_, part) =>
      tf.tensor(values.slice(part * size, (part + 1) * size), shape),
    );
  }

  concatRows(parts: readonly tf.Tensor[]): tf.Tensor {
    return tf.concat([...parts], 0);
  }

  splitColumns(matrix: tf.Tensor, widths: readonly number[]): readonly tf.Tensor[] {
    if (widths.length === 1) return [matrix];
    const [rows = 0, columns = 0] = matrix.shape;
    const values = matrix.dataSync<"float32">();
    let start = 0;
    return widths.map((width) => {
      const block = new Float32Array(rows * width);
      for (let row = 0; row < rows; row++) {
        const from = row * columns + start;
        block.set(values.subarray(from, from + width), row * width);
      }
      start += width;
      return tf.tensor(block, [rows, width]);
    });
  }

  concatColumns(parts: readonly tf.Tensor[]): tf.Tensor {
    return tf.concat([...parts], 1);
  }

  gatherRows(matrix: tf.Tensor, indices: Int32Array): tf.Tensor {
    return tf.gather(matrix, tf.tensor1d(indices.slice(), "int32"));
  }

  uploadCondition(values: Uint8Array, shape: readonly number[]): tf.Tensor {
    return tf.tensor(values.slice(), [...shape], "bool");
  }

  select(condition: tf.Tensor, a: tf.Tensor, b: tf.Tensor): tf.Tensor {
    return tf.where(condition, a, b);
  }

  activate(activation: EngineActivation, input: tf.Tensor): tf.Tensor {
    switch (activation) {
      case "linear":
        return input;
      case "tanh":
        return tf.tanh(input);
      case "sigmoid":
        return tf.sigmoid(input);
      case "relu":
        return tf.relu(input);
    }
  }

  activationGradient(activation: EngineActivation, output: tf.Tensor, gradient: tf.Tensor): tf.Tensor {
    switch (activation) {
      case "linear":
        return gradient;
      case "tanh":
        return tf.mul(gradient, tf.sub(1, tf.square(output)));
      case "sigmoid":
        return tf.mul(gradient, tf.sub(output, tf.square(output)));
      case "relu":
        return tf.mul(gradient, tf.step(output));
    }
  }

  scope<Result>(body: () => Result): Result {
    if (tf.getBackend() !== this.backend) activateBackend(this.backend);
    const engine = tf.engine();
    engine.startScope("lockstep");
    try {
      return body();
    } finally {
      engine.endScope();
    }
  }

  release(tensor: tf.Tensor): void {
    tensor.dispose();
  }

  dispose(): void {
    // tfjs's backends live as long as their thread: other models may be using this one.
  }
}

/** Switching between initialised backends is immediate, though tfjs returns a promise. */
function activateBackend(name: string): void {
  void tf.setBackend(name);
  if (tf.getBackend() !== name)
    throw new Error(`expected tfjs to switch to its ${name} backend, it stayed on ${tf.getBackend()}`);
}
