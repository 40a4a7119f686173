import { Worker } from "node:worker_threads";
import { threadExecArgv } from "@lockstep/async";
import type { ParquetSource } from "@lockstep/job";
import { DataError, invalidData } from "../data-error.js";
import { datasetOf } from "../datasets/dataset-description.js";
import type { ParquetAnswer, ParquetTask } from "../parquet/parquet-messages.js";
import type { SourceData, SourceReading } from "./source-reading.js";

/** Heap of the thread that decodes: enough for the largest row group that is let in. */
const maxHeapMegabytes = 1536;

/**
 * A Parquet file: a row is a sequence. It is decoded in a thread of its own with a bounded heap: a damaged page may
 * claim more values than any memory holds.
 * @throws DataError
 */
export async function readParquetSource(source: ParquetSource, reading: SourceReading): Promise<SourceData> {
  const path = await reading.resolve(source.parquet);
  const { resolve: _, ...plain } = reading;
  const answer = await answerOf({ source, path, reading: plain });
  if (!answer.ok) throw new DataError(answer.code, answer.message);
  return { ...answer.data, dataset: datasetOf(answer.dataset) };
}

async function answerOf(task: ParquetTask): Promise<ParquetAnswer> {
  const thread = new Worker(new URL("../parquet/parquet-thread.js", import.meta.url), {
    workerData: task,
    execArgv: threadExecArgv(),
    resourceLimits: { maxOldGenerationSizeMb: maxHeapMegabytes },
  });
  return await new Promise<ParquetAnswer>((resolve, reject) => {
    thread.once("message", resolve);
    thread.once("error", (error: NodeJS.ErrnoException) => {
      const message =
        "expected a Parquet file whose row groups fit into memory, got one that is damaged or too large";
      const isTooLarge = error.code === "ERR_WORKER_OUT_OF_MEMORY";
      reject(isTooLarge ? invalidData(task.path, message, error) : error);
    });
    thread.once("exit", () => reject(new Error(`${task.path}: the thread that read it ended early`)));
  }).finally(() => thread.terminate());
}
