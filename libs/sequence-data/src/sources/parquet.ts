import { spawn } from "node:child_process";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import type { ParquetSource } from "@lockstep/job";
import { DataError, invalidData } from "../data-error.js";
import { MemoryDataset } from "../datasets/memory-dataset.js";
import { ByteReader } from "../npy/byte-reader.js";
import type { ParquetAnswer, ParquetTask } from "../parquet/parquet-messages.js";
import type { SourceData, SourceReading } from "./source-reading.js";

/** Heap of the process that decodes: enough for the largest row group that is let in. */
const maxHeapMegabytes = 1536;

const program = fileURLToPath(new URL("../parquet/parquet-process.js", import.meta.url));

/**
 * A Parquet file: a row is a sequence. It is decoded in a process of its own with a bounded heap: a damaged page may
 * claim more values than any memory holds, and Node's answer to that is to end the process, threads and all.
 * @throws DataError
 */
export async function readParquetSource(source: ParquetSource, reading: SourceReading): Promise<SourceData> {
  const { resolve, ...plain } = reading;
  const path = await resolve(source.parquet);
  const received = await readInProcess({ source, path, reading: plain });
  if ("code" in received) throw new DataError(received.code, received.message);
  return received;
}

type Refusal = Extract<ParquetAnswer, { ok: false }>;

async function readInProcess(task: ParquetTask): Promise<SourceData | Refusal> {
  const child = spawn(process.execPath, [`--max-old-space-size=${maxHeapMegabytes}`, program]);
  const ended = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("close", (code, signal) => resolve(signal ?? `code ${code}`));
  });
  const complaint = text(child.stderr);
  // A process that ends early is told of by its answer, which then ends early too.
  child.stdin.on("error", () => undefined);
  child.stdin.end(JSON.stringify(task));
  try {
    return await receive(child.stdout);
  } catch {
    const expected = "expected a Parquet file whose row groups fit into memory";
    const message = `${expected}, got one that is damaged or too large: its reader ended with ${await ended}`;
    throw invalidData(task.path, message, new Error(await complaint));
  } finally {
    child.kill("SIGKILL");
    await ended;
  }
}

/** @throws DataError where the answer ends too early */
async function receive(stream: Readable): Promise<SourceData | Refusal> {
  const reader = new ByteReader(stream);
  const length = view(await reader.take(4)).getUint32(0, true);
  const answer = JSON.parse(Buffer.from(await reader.take(length)).toString()) as ParquetAnswer;
  if (!answer.ok) return answer;
  const { data, layout, sequences, values } = answer;
  const description = {
    kind: "memory",
    layout,
    lengths: new Uint32Array((await reader.take(sequences * 4)).buffer),
    values: new Float32Array((await reader.take(values * 4)).buffer),
  } as const;
  return { ...data, dataset: new MemoryDataset(description) };
}

function view({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
