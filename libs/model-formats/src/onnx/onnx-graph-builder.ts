import type { OnnxAttribute, OnnxNode, OnnxTensor } from "./onnx-model.js";

/** Puts a graph together node by node, with names of its own for what has none. */
export class OnnxGraphBuilder {
  readonly nodes: OnnxNode[] = [];
  readonly constants: OnnxTensor[] = [];
  #last = 0;

  /** A node with one output. Gives the output's name. */
  add(
    operator: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, OnnxAttribute>> = {},
  ): string {
    return this.addWithOutputs(operator, inputs, 1, attributes)[0] ?? "";
  }

  /** A node with several outputs. Gives their names. */
  addWithOutputs(
    operator: string,
    inputs: readonly string[],
    count: number,
    attributes: Readonly<Record<string, OnnxAttribute>> = {},
  ): string[] {
    const outputs = Array.from({ length: count }, () => `${operator.toLowerCase()}_${++this.#last}`);
    this.nodes.push({ operator, inputs, outputs, attributes });
    return outputs;
  }

  /** A node whose output has the name that is given: an output of the graph. */
  name(value: string, as: string): void {
    this.nodes.push({ operator: "Identity", inputs: [value], outputs: [as], attributes: {} });
  }

  constant(shape: readonly number[], values: Float32Array): string {
    const name = `constant_${++this.#last}`;
    this.constants.push({ name, shape, values });
    return name;
  }

  scalar(value: number): string {
    return this.constant([], Float32Array.of(value));
  }

  /** A vector of whole numbers, as shapes and axes are given. */
  integers(values: readonly number[]): string {
    const name = `constant_${++this.#last}`;
    this.constants.push({ name, shape: [values.length], values: BigInt64Array.from(values.map(BigInt)) });
    return name;
  }

  /** A cut out of one axis. */
  slice(value: string, axis: number, from: number, to: number, step = 1): string {
    const [starts, ends, axes, steps] = [from, to, axis, step].map((each) => this.integers([each]));
    return this.add("Slice", [value, starts ?? "", ends ?? "", axes ?? "", steps ?? ""]);
  }

  squeeze(value: string, axis: number): string {
    return this.add("Squeeze", [value, this.integers([axis])]);
  }

  unsqueeze(value: string, axis: number): string {
    return this.add("Unsqueeze", [value, this.integers([axis])]);
  }

  transpose(value: string, order: readonly number[]): string {
    return this.add("Transpose", [value], { perm: { ints: order } });
  }
}
