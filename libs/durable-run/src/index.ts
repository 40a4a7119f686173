export type { SavedCheckpoint } from "./checkpoint-writer.js";
export {
  DurableRun,
  type DurableCommand,
  type DurableInput,
  type DurableRunOptions,
  type Recovery,
} from "./durable-run.js";
export type { EventSink, ToldBefore } from "./event-sink.js";
