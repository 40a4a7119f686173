import { createHash } from "node:crypto";
import { safetensorsLayout } from "@lockstep/safetensors";
import { ByteTurns } from "./byte-turns.js";
import { CheckpointError } from "./checkpoint-error.js";
import {
  checkpointLayout,
  checkpointVectors,
  vectorsOf,
  type CheckpointVector,
} from "./checkpoint-layout.js";
import { checkpointTexts } from "./checkpoint-metadata.js";
import { placeDigest } from "./content-digest.js";
import { emptyFile, fillTensor } from "./fill-file.js";
import type { RunCheckpoint, RunIdentity } from "./run-checkpoint.js";

/**
 * A checkpoint as a safetensors file. Equal contents give equal bytes. The event loop goes on meanwhile.
 * @throws CheckpointError where the checkpoint does not fit the identity's model, its parameters are not those of its
 * digest, or it is too large for a file
 */
export async function serialiseCheckpoint(
  identity: RunIdentity,
  checkpoint: RunCheckpoint,
  turns = new ByteTurns(),
): Promise<Uint8Array> {
  const values = vectorsOf(checkpoint);
  const lengths = Object.entries(checkpoint.vectors).map(([name, { length }]) => [name, length] as const);
  const vectors = checkpointVectors(checkpointLayout(identity), lengths);
  checkLengths(vectors, values);
  const { step, state } = checkpoint;
  if (state.step !== step) throw invalid(`state.step: expected ${step}, got ${state.step}`);
  const layout = fileLayout({ ...checkpointTexts(identity, checkpoint) }, vectors);
  const bytes = emptyFile(layout);
  const content = createHash("sha256").update(layout.head);
  const parameters = createHash("sha256");
  for (const [index, vector] of vectors.entries()) {
    for (const { name, offset, size } of vector.parts) {
      const own = (values[index] as Float32Array).subarray(offset, offset + size);
      await fillTensor(bytes, layout.begins.get(name) ?? 0, own, turns, (piece) => {
        content.update(piece);
        if (index === 0) parameters.update(piece);
      });
    }
  }
  checkDigest(checkpoint.digest, parameters.digest("hex"));
  placeDigest(bytes, content.digest("hex"));
  return bytes;
}

function fileLayout(
  texts: Readonly<Record<string, string>>,
  vectors: readonly CheckpointVector[],
): ReturnType<typeof safetensorsLayout> {
  const parts = vectors.flatMap((vector) => vector.parts);
  const tensors = new Map(parts.map((part) => [part.name, part]));
  if (tensors.size < parts.length) {
    const twice = parts.find((part) => tensors.get(part.name) !== part);
    throw invalid(`tensor ${twice?.name ?? ""}: expected once, got it twice`);
  }
  return safetensorsLayout(texts, tensors);
}

function checkLengths(vectors: readonly CheckpointVector[], values: readonly Float32Array[]): void {
  if (vectors.length !== values.length)
    throw invalid(`expected ${vectors.length} vectors, got ${values.length}`);
  for (const [index, { name, length }] of vectors.entries()) {
    const got = values[index]?.length ?? 0;
    if (got !== length) throw invalid(`${name}: expected ${length} values, got ${got}`);
  }
}

/** What is written must be what can be read: a checkpoint that says otherwise of itself is worth nothing. */
function checkDigest(expected: string, got: string): void {
  if (expected === got) return;
  throw invalid(`the parameters changed after their digest was taken: expected ${expected}, got ${got}`);
}

function invalid(text: string): CheckpointError {
  return new CheckpointError("CHECKPOINT_INVALID", text);
}
