const longestText = 60;

/** A value as an error message shows it: short, on one line. */
export function showValue(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (typeof value === "string") return showText(value);
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "object") return "a mapping";
  return typeof value === "number" || typeof value === "boolean" ? String(value) : `a ${typeof value}`;
}

function showText(text: string): string {
  return JSON.stringify(text.length > longestText ? `${text.slice(0, longestText)}...` : text);
}
