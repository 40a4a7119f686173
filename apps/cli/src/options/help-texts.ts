/** What the help of `predict` says below its options. */
export const predictHelp = `
--generate writes a text with a model trained on a text source: first the prompt, then the tokens as they come. The
same model, prompt, temperature and seed give the same text. A prompt may be shorter than the windows of the training.

--steps goes on with a time series (csv with windows) whose columns the model all predicts: each prediction is the
input of the next. It begins at the end of DATA, of the job's test data, or of its training data; a line a time step.`;

/** What the help of `export` says below its options. */
export const exportHelp = `
Formats:
  keras        NAME.keras, for keras.saving.load_model
  weights      NAME.weights.h5, for Model.load_weights of the same model
  tfjs         NAME-tfjs, a folder with model.json and the weights, for tf.loadLayersModel
  onnx         NAME.onnx (opset 17)
  safetensors  NAME.safetensors, Lockstep's own file: tensors <layer>/<weight>, the job in its metadata

What was fitted on the training data (vocabulary, class labels, standardisation) is written beside it as
NAME.preprocessing.json: the model's inputs and outputs go by it.`;
