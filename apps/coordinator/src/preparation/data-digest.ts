import { createHash, type Hash } from "node:crypto";
import type { DatasetDescription } from "@lockstep/sequence-data";
import type { PartDescriptions } from "../data-parts.js";

/**
 * SHA-256 over all that a run reads as data: layouts, how each part is prepared, and every value in memory; of files
 * that stay files their paths, sizes and times of change. Equal digests: the run may go on with these data.
 */
export function dataDigest(parts: PartDescriptions, preprocessing: unknown): string {
  const hash = createHash("sha256");
  const arrays = new SharedArrays(hash);
  for (const part of ["train", "validation", "test"] as const) {
    const description = parts[part];
    if (description) hash.update(`${part}:${text(description, arrays)};`);
  }
  return hash.update(JSON.stringify(preprocessing)).digest("hex");
}

/** A description as text, with the numbers of its arrays in their places. */
function text(description: DatasetDescription, arrays: SharedArrays): string {
  return JSON.stringify(description, (_, value: unknown) =>
    value instanceof Float32Array || value instanceof Uint32Array ? arrays.number(value) : value,
  );
}

/** Arrays that several parts share are hashed once. */
class SharedArrays {
  readonly #numbers = new Map<string, number>();
  readonly #buffers = new Map<ArrayBufferLike, number>();

  constructor(private readonly hash: Hash) {}

  number(array: Float32Array | Uint32Array): string {
    const buffer = this.#bufferNumber(array.buffer);
    const key = `${array.constructor.name} ${buffer} ${array.byteOffset} ${array.length}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return `array ${known}`;
    const number = this.#numbers.size;
    this.#numbers.set(key, number);
    this.hash.update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
    return `array ${number} of ${array.length}`;
  }

  #bufferNumber(buffer: ArrayBufferLike): number {
    const known = this.#buffers.get(buffer) ?? this.#buffers.size;
    this.#buffers.set(buffer, known);
    return known;
  }
}
