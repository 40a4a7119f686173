import type { SafetensorsLayout } from "@lockstep/safetensors";
import type { ByteTurns } from "./byte-turns.js";
import { bytesOf } from "./bytes-of.js";
import { CheckpointError } from "./checkpoint-error.js";

/** What one file can hold such that it can be read again. */
const maxFileBytes = 2 ** 32 - 1;

/** A file with its head and room for its tensors. @throws CheckpointError where it would be too large */
export function emptyFile({ head, byteLength }: SafetensorsLayout): Uint8Array {
  if (byteLength > maxFileBytes) throw tooLarge(byteLength);
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(byteLength);
  } catch (error) {
    throw tooLarge(byteLength, error);
  }
  bytes.set(head);
  return bytes;
}

/**
 * Copies a tensor to its place, piece by piece.
 * @param begin its first byte
 * @param taken called with each piece, in order
 */
export async function fillTensor(
  file: Uint8Array,
  begin: number,
  values: Float32Array,
  turns: ByteTurns,
  taken: (piece: Uint8Array) => void = () => undefined,
): Promise<void> {
  const source = bytesOf(values);
  await turns.over(source.byteLength, (from, to) => {
    const piece = source.subarray(from, to);
    file.set(piece, begin + from);
    taken(piece);
  });
}

function tooLarge(byteLength: number, cause?: unknown): CheckpointError {
  const message = `expected a file of at most ${maxFileBytes} bytes, got one of ${byteLength}`;
  return new CheckpointError("CHECKPOINT_TOO_LARGE", message, { cause });
}
