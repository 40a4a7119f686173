/** A line of a child's stderr. */
export interface ChildLine {
  /** `other`: no line of our log, such as a native library's. */
  readonly level: "debug" | "info" | "warn" | "error" | "other";
  /** For people, without what only machines want. */
  readonly text: string;
}

const levels: ReadonlySet<unknown> = new Set(["debug", "info", "warn", "error"]);

/** Reads a line that the logger wrote as JSON, or any other. */
export function parseChildLine(line: string): ChildLine {
  const value = line.startsWith("{") ? parseObject(line) : undefined;
  const level = value?.level;
  if (!value || !isLevel(level) || typeof value.msg !== "string") return { level: "other", text: line };
  return { level, text: value.msg + errorText(value.error) };
}

function errorText(error: unknown): string {
  if (typeof error !== "object" || error === null || !("message" in error)) return "";
  return `: ${String(error.message)}`;
}

function isLevel(level: unknown): level is Exclude<ChildLine["level"], "other"> {
  return levels.has(level);
}

function parseObject(line: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    // A library may write a line with a brace too: it is shown as it is.
    return undefined;
  }
}
