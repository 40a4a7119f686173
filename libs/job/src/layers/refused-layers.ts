import type { Refused } from "../structures.js";

const useActivation = (name: string) => `use Activation with ${name}`;

const trainingNoise = "its random values are not built; use Dropout";

/** Layers of Keras that users of recurrent models know and that are refused, with the reason. */
export const refusedLayers: Refused = {
  BatchNormalization:
    "its statistics would depend on how the batch is cut into micro-batches; use LayerNormalization",
  GaussianNoise: trainingNoise,
  GaussianDropout: trainingNoise,
  AlphaDropout: trainingNoise,
  ActivityRegularization: "it is a sum over the activations of a global batch, not of a sequence",
  Lambda: "code cannot be part of a job",
  Input: "inputs are declared in model.inputs",
  InputLayer: "inputs are declared in model.inputs",
  ReLU: useActivation("relu"),
  LeakyReLU: useActivation("leaky_relu (slope 0.2)"),
  ELU: useActivation("elu"),
  Softmax: useActivation("softmax"),
  PReLU: "an activation with weights is not built; use Activation with leaky_relu",
  StackedRNNCells: "use RNN with a list of cells",
  SimpleRNNCell: "use RNN with a list of cells",
  LSTMCell: "use RNN with a list of cells",
  GRUCell: "use RNN with a list of cells",
  CuDNNLSTM: "use LSTM",
  CuDNNGRU: "use GRU",
  ConvLSTM1D: "sequences of images are not supported; use Conv1D and LSTM",
  ConvLSTM2D: "sequences of images are not supported; use Conv1D and LSTM",
  Conv2D: "sequences of images are not supported; use Conv1D",
  Attention: "attention is not built; use recurrent layers",
  AdditiveAttention: "attention is not built; use recurrent layers",
  MultiHeadAttention: "attention is not built; use recurrent layers",
  Dot: "products of several values are not built; use Multiply",
};
