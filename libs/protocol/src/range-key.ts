import { text, whole } from "./fields.js";
import { messageLimits } from "./message-limits.js";
import type { RangeKey } from "./messages.js";

interface WireRange {
  readonly runId?: string | null;
  readonly round?: number | null;
  readonly first?: number | null;
  readonly count?: number | null;
}

/** Run, round and micro-batches of a message. @throws ProtocolError */
export function rangeKey(message: string, range: WireRange): RangeKey {
  const first = whole(`${message}.first`, range.first, 0, messageLimits.microBatches - 1);
  return {
    runId: text(`${message}.run_id`, range.runId, 256),
    round: whole(`${message}.round`, range.round, 0),
    first,
    count: whole(`${message}.count`, range.count, 1, messageLimits.microBatches - first),
  };
}
