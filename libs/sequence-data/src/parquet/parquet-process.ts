import { json } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { DataError } from "../data-error.js";
import { collectParquet } from "./collect-parquet.js";
import type { ParquetAnswer, ParquetTask } from "./parquet-messages.js";

/** Bytes written at a time. */
const blockBytes = 1 << 20;

/** Reads one Parquet file, answers, and ends. */
async function* answer(task: ParquetTask): AsyncGenerator<Uint8Array> {
  try {
    const { dataset, ...data } = await collectParquet(task);
    const { layout, lengths, values } = dataset.description;
    yield* header({ ok: true, data, layout, sequences: lengths.length, values: values.length });
    yield* blocks(lengths);
    yield* blocks(values);
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    yield* header({ ok: false, code: error.code, message: error.message });
  }
}

function* header(answer: ParquetAnswer): Generator<Uint8Array> {
  const text = Buffer.from(JSON.stringify(answer));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length);
  yield length;
  yield text;
}

function* blocks(array: Float32Array | Uint32Array): Generator<Uint8Array> {
  for (let at = 0; at < array.byteLength; at += blockBytes) {
    const size = Math.min(blockBytes, array.byteLength - at);
    yield new Uint8Array(array.buffer, array.byteOffset + at, size);
  }
}

async function serve(): Promise<void> {
  await pipeline(answer((await json(process.stdin)) as ParquetTask), process.stdout);
}

void serve();
