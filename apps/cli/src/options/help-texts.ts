/** What the help of `run` says below its options. */
export const runHelp = `
A run that ends before it is over (a crash, a kill, Ctrl-C twice) is kept in --data-dir and can be gone on with, to the
same bits: lockstep run --resume. lockstep runs --local lists what is there.`;

/** What the help of `coordinator` says below its options. */
export const coordinatorHelp = `
It goes on with the runs that the coordinator before it left in --data-dir. At SIGTERM or Ctrl-C it finishes the current
step, writes a checkpoint and leaves its runs to the next start; the second time it ends at once.`;

/** What the help of `watch` says below its options. */
export const watchHelp = `
On a terminal: progress, curves, workers and events, as they come; keys q (leave), p (pause the run), r (let it go on).
Elsewhere: a line an epoch. With --json: every event, a line each.`;

/** What the help of `verify` says below its options. */
export const verifyHelp = `
RUN is the id of a training in --data-dir, or the beginning of one. It is computed once more in this process, from the
newest checkpoint before --from, with the data where they were, and every digest is compared with what the run told.
Exit codes: 0 equal; 1 a step differs: which, and in which layers, is printed; 2 it cannot be compared.`;

/** What the help of `diff` says below its options. */
export const diffHelp = `
Exit codes: 0 equal in every step; 1 they part, or one is longer; 2 they cannot be compared.`;

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
