import { parentPort, workerData } from "node:worker_threads";
import { DataError } from "../data-error.js";
import { describeDataset, transferablesOf } from "../datasets/dataset-description.js";
import { collectParquet } from "./collect-parquet.js";
import type { ParquetAnswer, ParquetTask } from "./parquet-messages.js";

/** Reads one Parquet file, answers, and ends. */
async function main(task: ParquetTask): Promise<ParquetAnswer> {
  try {
    const { dataset, ...data } = await collectParquet(task);
    return { ok: true, data, dataset: describeDataset(dataset) };
  } catch (error) {
    if (error instanceof DataError) return { ok: false, code: error.code, message: error.message };
    throw error;
  }
}

const answer = await main(workerData as ParquetTask);
parentPort?.postMessage(answer, answer.ok ? transferablesOf(answer.dataset) : []);
