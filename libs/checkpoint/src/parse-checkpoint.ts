import { parseHeader, safetensorsLayout, type Header } from "@lockstep/safetensors";
import { ByteTurns } from "./byte-turns.js";
import { bytesOf } from "./bytes-of.js";
import { CheckpointError } from "./checkpoint-error.js";
import {
  checkpointLayout,
  checkpointVectors,
  vectorPrefix,
  type CheckpointVector,
} from "./checkpoint-layout.js";
import {
  checkpointFormat,
  checkpointVersion,
  identityProblem,
  parseCheckpointTexts,
} from "./checkpoint-metadata.js";
import { contentDigest } from "./content-digest.js";
import { digestInTurns } from "./parameter-digest.js";
import type { RunCheckpoint, RunIdentity } from "./run-checkpoint.js";

/**
 * Reads a checkpoint and checks all of it: every byte is what was written, it is this run's, it fits the model, and its
 * values are numbers. The event loop goes on meanwhile.
 * @param path named in errors
 * @throws CheckpointError
 */
export async function parseCheckpoint(
  bytes: Uint8Array,
  path: string,
  identity: RunIdentity,
  turns = new ByteTurns(),
): Promise<RunCheckpoint> {
  const refuse = (text: string): CheckpointError =>
    new CheckpointError("CHECKPOINT_INVALID", `${path}: ${text}`);
  const header = await soundHeader(bytes, refuse, turns);
  const foreign = identityProblem(header.metadata, identity);
  if (foreign !== undefined)
    throw new CheckpointError("CHECKPOINT_FOREIGN", `${path}: not a checkpoint of this run: ${foreign}`);
  const metadata = parseCheckpointTexts(header.metadata, refuse);
  const lengths = vectorLengths(header);
  const vectors = checkpointVectors(checkpointLayout(identity), lengths);
  checkTensors(vectors, header, refuse);
  const reader = new VectorReader(bytes, header, refuse, turns);
  const [parameters = new Float32Array(), ...rest] = await reader.all(vectors);
  const digest = await digestInTurns(parameters, turns);
  if (digest !== metadata.digest)
    throw refuse(`damaged: expected parameters of digest ${metadata.digest}, got ${digest}`);
  const moments = rest.slice(0, rest.length - lengths.length);
  const further = lengths.map(([name], index): [string, Float32Array] => [
    name,
    rest[moments.length + index] as Float32Array,
  ]);
  const state = { step: metadata.step, parameters, moments };
  return { ...metadata, state, vectors: Object.fromEntries(further) };
}

/** The header of a file that is, byte for byte, what was written. */
async function soundHeader(
  bytes: Uint8Array,
  refuse: (text: string) => CheckpointError,
  turns: ByteTurns,
): Promise<Header> {
  const header = headerOf(bytes, refuse);
  const { metadata, entries, dataStart } = header;
  for (const [field, expected] of Object.entries({ format: checkpointFormat, version: checkpointVersion })) {
    const got = metadata[field];
    const shown = got === undefined ? "nothing" : JSON.stringify(got.slice(0, 60));
    if (got !== expected) throw refuse(`metadata ${field}: expected ${expected}, got ${shown}`);
  }
  // Padding, spaces, escapes and the order of names are bytes as well: only one header says what this one says.
  const { head } = safetensorsLayout(metadata, new Map(entries.map((entry) => [entry.name, entry])));
  if (Object.keys(metadata)[0] !== "contentDigest") throw refuse("metadata: expected contentDigest first");
  const differs = head.findIndex((byte, index) => bytes[index] !== byte);
  if (head.byteLength !== dataStart || differs >= 0)
    throw refuse(`damaged: the header is not as it was written, from byte ${Math.max(0, differs)} on`);
  const digest = await contentDigest(bytes, turns);
  if (metadata.contentDigest !== digest)
    throw refuse(`damaged: expected contents of digest ${metadata.contentDigest ?? "?"}, got ${digest}`);
  return header;
}

function headerOf(bytes: Uint8Array, refuse: (text: string) => CheckpointError): Header {
  try {
    return parseHeader(bytes);
  } catch (error) {
    throw refuse(`damaged: expected a safetensors file: ${(error as Error).message}`);
  }
}

/** Names and lengths of the vectors that are neither parameters nor moments, in the order of the file. */
function vectorLengths({ entries }: Header): (readonly [string, number])[] {
  return entries
    .filter(({ name }) => name.startsWith(vectorPrefix))
    .map(({ name, shape }) => [name.slice(vectorPrefix.length), shape[0] ?? 0] as const);
}

function checkTensors(
  vectors: readonly CheckpointVector[],
  { entries }: Header,
  refuse: (text: string) => CheckpointError,
): void {
  const expected = vectors.flatMap(({ parts }) => parts);
  for (const [index, part] of expected.entries()) {
    const entry = entries[index];
    if (entry?.name !== part.name)
      throw refuse(`expected tensor ${part.name}, got ${entry === undefined ? "none" : entry.name}`);
    const isSame = entry.dtype === part.dtype && entry.shape.join() === part.shape.join();
    if (isSame) continue;
    const described = ({ dtype, shape }: typeof entry | typeof part): string =>
      `${dtype} (${shape.join(", ")})`;
    throw refuse(`tensor ${part.name}: expected ${described(part)}, got ${described(entry)}`);
  }
  const surplus = entries[expected.length];
  if (surplus) throw refuse(`tensor ${surplus.name}: not of this model`);
}

/** Copies vectors out of a file, into memory of their own. */
class VectorReader {
  constructor(
    private readonly bytes: Uint8Array,
    private readonly header: Header,
    private readonly refuse: (text: string) => CheckpointError,
    private readonly turns: ByteTurns,
  ) {}

  async all(vectors: readonly CheckpointVector[]): Promise<Float32Array[]> {
    const begins = new Map(
      this.header.entries.map(({ name, begin }) => [name, this.header.dataStart + begin]),
    );
    const read: Float32Array[] = [];
    for (const [index, { length, parts }] of vectors.entries()) {
      const values = new Float32Array(length);
      for (const part of parts) {
        const own = values.subarray(part.offset, part.offset + part.size);
        await this.#copy(
          own,
          begins.get(part.name) ?? 0,
          index === 0 ? Number.isFinite : isNumber,
          part.name,
        );
      }
      read.push(values);
    }
    return read;
  }

  async #copy(
    own: Float32Array,
    from: number,
    isFit: (value: number) => boolean,
    name: string,
  ): Promise<void> {
    const target = bytesOf(own);
    await this.turns.over(target.byteLength, (begin, end) => {
      target.set(this.bytes.subarray(from + begin, from + end), begin);
      const bad = firstUnfit(own.subarray(begin / 4, end / 4), isFit);
      if (bad < 0) return;
      const at = begin / 4 + bad;
      throw this.refuse(`tensor ${name}: expected a finite float32 at ${at}, got ${own[at] ?? ""}`);
    });
  }
}

/** Index of the first value that is not fit, or -1. A plain loop: `findIndex` is ten times as slow. */
function firstUnfit(values: Float32Array, isFit: (value: number) => boolean): number {
  for (let index = 0; index < values.length; index++) if (!isFit(values[index] as number)) return index;
  return -1;
}

/** A moment may be infinite: the square of a large gradient is. */
function isNumber(value: number): boolean {
  return !Number.isNaN(value);
}
