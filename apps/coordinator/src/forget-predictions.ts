import type { RunRecord } from "./prepared-run.js";

/**
 * Drops the predictions of the oldest runs until the others fit; the newest ones stay, however many they are.
 * @param records oldest first
 */
export function forgetPredictions(records: readonly RunRecord[], mostBytes: number): void {
  let bytes = 0;
  for (const record of [...records].reverse()) {
    if (!record.predictions) continue;
    const isNewest = bytes === 0;
    bytes += record.predictions.values.byteLength;
    if (bytes > mostBytes && !isNewest) delete record.predictions;
  }
}
