/** What the codecs take at most. A run that would need more is refused before it begins: over a message, a peer is. */
export const messageLimits = {
  /** UTF-16 units of a run's job. */
  jobCharacters: 1 << 20,
  /** UTF-16 units of the layouts of a run's rows. */
  layoutsCharacters: 1 << 17,
  /** Inputs of one model, as many as a job may have. */
  inputs: 100,
  /** Micro-batches of a round, as many as a job may have. */
  microBatches: 65_536,
  /** Sums of a result. */
  statistics: 65_536,
  /** UTF-16 units of the reason of a failure or a refusal. */
  reasonCharacters: 4096,
  /** UTF-16 units of the reason why a worker goes. */
  partingCharacters: 1024,
  /** UTF-16 units of a path. */
  pathCharacters: 4096,
  /** Workers that a run may wait for, as many as a job may say. */
  workers: 10_000,
  /** Bytes of the tensors of a message. */
  tensorBytes: 2 ** 31,
} as const;
