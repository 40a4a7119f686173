/** Why a checkpoint is kept when newer ones come. */
export type CheckpointKeep =
  | "latest" // it is not, beyond the last few
  | "milestone" // for good
  | "best"; // until a better one comes

/** What a file's name says. */
export interface CheckpointEntry {
  /** Within the folder. */
  readonly name: string;
  readonly keep: CheckpointKeep;
  readonly step: number;
}

const words: Readonly<Record<CheckpointKeep, string>> = {
  latest: "step",
  milestone: "milestone",
  best: "best",
};

const keeps = new Map(Object.entries(words).map(([keep, word]) => [word, keep as CheckpointKeep]));

/**
 * Name of a checkpoint's file: `step-40.safetensors`, or `step-40.2.safetensors` where that name is taken by a file that
 * stays.
 * @param attempt from 1
 */
export function checkpointName(keep: CheckpointKeep, step: number, attempt: number): string {
  return `${words[keep]}-${step}${attempt === 1 ? "" : `.${attempt}`}.safetensors`;
}

/** Undefined: the name is not one of a checkpoint. */
export function checkpointEntry(name: string): CheckpointEntry | undefined {
  const [, word = "", step = ""] = /^([a-z]+)-(\d{1,15})(?:\.\d{1,6})?\.safetensors$/.exec(name) ?? [];
  const keep = keeps.get(word);
  return keep && { name, keep, step: Number(step) };
}

/** Name of the file that becomes a checkpoint. One process has the folder, and writes one at a time. */
export function temporaryName(name: string): string {
  return `.${name}.tmp`;
}

/** Whether the file was to become a checkpoint, and did not. */
export function isTemporary(name: string): boolean {
  return name.startsWith(".") && name.endsWith(".tmp") && checkpointEntry(name.slice(1, -4)) !== undefined;
}
