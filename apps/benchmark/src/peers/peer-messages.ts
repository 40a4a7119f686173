/** What a peer's script prints, one JSON object a line: see `peers/serve.py`. */
export type PeerMessage =
  | {
      readonly type: "ready";
      /** Versions by the name of what has them. */
      readonly versions: Readonly<Record<string, string>>;
    }
  /** The library cannot be imported. */
  | { readonly type: "unavailable"; readonly reason: string }
  | { readonly type: "opened"; readonly contenders: readonly ListedContender[] }
  | { readonly type: "prepared"; readonly lossBefore: number; readonly lossAfter: number }
  | {
      readonly type: "measured";
      readonly msPerStep: number;
      /** That were taken. */
      readonly steps: number;
      /** Processor time over time: how many threads were at work. */
      readonly threads: number;
    }
  /** One contender could not be made or measured. */
  | { readonly type: "failed"; readonly reason: string };

export interface ListedContender {
  readonly id: string;
  readonly label: string;
}

/** @throws TypeError naming the field that is wrong */
export function parsePeerMessage(line: string): PeerMessage {
  const message = objectOf("a peer's line", parseJson(line));
  switch (message.type) {
    case "ready":
      return { type: "ready", versions: versionsOf(message.versions) };
    case "unavailable":
    case "failed":
      return { type: message.type, reason: textOf("reason", message.reason) };
    case "opened":
      return {
        type: "opened",
        contenders: listOf("contenders", message.contenders).map(contenderOf),
      };
    case "prepared":
      return {
        type: "prepared",
        lossBefore: numberOf("lossBefore", message.lossBefore),
        lossAfter: numberOf("lossAfter", message.lossAfter),
      };
    case "measured":
      return {
        type: "measured",
        msPerStep: positiveOf("msPerStep", "milliseconds", message.msPerStep),
        steps: positiveOf("steps", "steps", message.steps),
        threads: positiveOf("threads", "threads", message.threads),
      };
    default:
      throw expected("type", "ready, unavailable, opened, prepared, measured or failed", message.type);
  }
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new TypeError(`a peer's line: expected JSON, got ${JSON.stringify(line.slice(0, 80))}`, { cause });
  }
}

function contenderOf(value: unknown): ListedContender {
  const { id, label } = objectOf("contenders", value);
  return { id: textOf("contenders.id", id), label: textOf("contenders.label", label) };
}

function versionsOf(value: unknown): Record<string, string> {
  const entries = Object.entries(objectOf("versions", value));
  return Object.fromEntries(entries.map(([name, version]) => [name, textOf(`versions.${name}`, version)]));
}

function objectOf(field: string, value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw expected(field, "an object", value);
}

function listOf(field: string, value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw expected(field, "a list", value);
}

function textOf(field: string, value: unknown): string {
  if (typeof value === "string") return value;
  throw expected(field, "a text", value);
}

function numberOf(field: string, value: unknown): number {
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw expected(field, "a finite number", value);
}

function positiveOf(field: string, unit: string, value: unknown): number {
  if (typeof value === "number" && Number.isFinite(value) && value > 0) return value;
  throw expected(field, `${unit} above 0`, value);
}

function expected(field: string, what: string, got: unknown): TypeError {
  return new TypeError(
    `${field}: expected ${what}, got ${got === undefined ? "nothing" : JSON.stringify(got)}`,
  );
}
