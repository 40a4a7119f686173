import type { ActivationName } from "@lockstep/job";
import type { OnnxGraphBuilder } from "./onnx-graph-builder.js";

const operators: Partial<Record<ActivationName, string>> = {
  tanh: "Tanh",
  sigmoid: "Sigmoid",
  relu: "Relu",
  softplus: "Softplus",
  softsign: "Softsign",
  exponential: "Exp",
};

/** An activation of Keras's as ONNX nodes; gives the output's name. */
export function onnxActivation(graph: OnnxGraphBuilder, name: ActivationName, input: string): string {
  const operator = operators[name];
  if (operator !== undefined) return graph.add(operator, [input]);
  const times = (a: string, b: string) => graph.add("Mul", [a, b]);
  switch (name) {
    case "softmax":
      return graph.add("Softmax", [input], { axis: { int: -1 } });
    case "log_softmax":
      return graph.add("LogSoftmax", [input], { axis: { int: -1 } });
    case "hard_sigmoid":
      return hardSigmoid(graph, input);
    case "hard_silu":
      return times(input, hardSigmoid(graph, input));
    case "elu":
    case "celu":
      return graph.add("Elu", [input], { alpha: { float: 1 } });
    case "selu":
      return graph.add("Selu", [input], {
        alpha: { float: 1.6732632423543772 },
        gamma: { float: 1.0507009873554805 },
      });
    case "leaky_relu":
      return graph.add("LeakyRelu", [input], { alpha: { float: 0.2 } });
    case "relu6":
      return graph.add("Clip", [input, graph.scalar(0), graph.scalar(6)]);
    case "silu":
      return times(input, graph.add("Sigmoid", [input]));
    case "mish":
      return times(input, graph.add("Tanh", [graph.add("Softplus", [input])]));
    case "log_sigmoid":
      return graph.add("Neg", [graph.add("Softplus", [graph.add("Neg", [input])])]);
    case "gelu":
      return times(times(input, graph.scalar(0.5)), oneAndErf(graph, input));
    default:
      return input;
  }
}

function hardSigmoid(graph: OnnxGraphBuilder, input: string): string {
  return graph.add("HardSigmoid", [input], { alpha: { float: 1 / 6 }, beta: { float: 0.5 } });
}

/** 1 + erf(x / sqrt(2)) */
function oneAndErf(graph: OnnxGraphBuilder, input: string): string {
  const scaled = graph.add("Mul", [input, graph.scalar(Math.SQRT1_2)]);
  return graph.add("Add", [graph.add("Erf", [scaled]), graph.scalar(1)]);
}

/** An activation inside a recurrent operator: its name there, with alpha and beta. */
export interface InnerActivation {
  readonly name: string;
  readonly alpha: number;
  readonly beta: number;
}

const inner: Partial<Record<ActivationName, InnerActivation>> = {
  linear: { name: "Affine", alpha: 1, beta: 0 },
  tanh: { name: "Tanh", alpha: 0, beta: 0 },
  sigmoid: { name: "Sigmoid", alpha: 0, beta: 0 },
  relu: { name: "Relu", alpha: 0, beta: 0 },
  hard_sigmoid: { name: "HardSigmoid", alpha: 1 / 6, beta: 0.5 },
  elu: { name: "Elu", alpha: 1, beta: 0 },
  leaky_relu: { name: "LeakyRelu", alpha: 0.2, beta: 0 },
  softsign: { name: "Softsign", alpha: 0, beta: 0 },
  softplus: { name: "Softplus", alpha: 0, beta: 0 },
};

/** Undefined where ONNX's recurrent operators have no such activation. */
export function innerActivation(name: ActivationName): InnerActivation | undefined {
  return inner[name];
}
