import * as z from "zod";
import { nameOrOptions, typeMessage, typesOf } from "../structures.js";
import { csvLoggerSchema } from "./csv-logger.js";
import { earlyStoppingSchema } from "./early-stopping.js";
import { modelCheckpointSchema } from "./model-checkpoint.js";
import { reduceLrOnPlateauSchema } from "./reduce-lr-on-plateau.js";
import { terminateOnNanSchema } from "./terminate-on-nan.js";

/** Every callback that a job may name: a further one is a file beside this one and an entry here. */
const callbackSchemas = [
  earlyStoppingSchema,
  reduceLrOnPlateauSchema,
  modelCheckpointSchema,
  csvLoggerSchema,
  terminateOnNanSchema,
] as const;

/** Names of the callbacks, as `type` has them. */
export const callbackTypes = typesOf(callbackSchemas);

/** Callbacks of Keras that are refused, with the reason. */
export const refusedCallbacks = {
  LearningRateScheduler: "give a schedule as optimizer.learningRate",
  BackupAndRestore:
    "runs go on by themselves after a crash; `checkpoints` of the job says what is kept for it",
  History: "the history is always kept",
  ProgbarLogger: "progress is always shown",
  LambdaCallback: "code cannot be part of a job",
  TensorBoard: "use CSVLogger, or the coordinator's live events",
  RemoteMonitor: "use the coordinator's live events",
  SwapEMAWeights: "use the optimizer's useEma",
};

const callbackOptionsSchema = z.discriminatedUnion("type", callbackSchemas, {
  error: typeMessage(callbackTypes, refusedCallbacks),
});

/** A callback with all defaults filled in, told apart by `type`. */
export type CallbackSpec = z.output<typeof callbackOptionsSchema>;

/** A callback by name, or with options; gives the options. */
export const callbackSchema = nameOrOptions(
  { what: "a callback", names: callbackTypes, refused: refusedCallbacks },
  callbackOptionsSchema,
).meta({
  id: "Callback",
  description: "A callback: its name, or { type, ...options }.",
  refused: refusedCallbacks,
});
