/** A cell of a table. */
export type Cell = string | number | null | undefined;

/** Rows as RFC 4180 has them, the first with the columns' names. Numbers are written in full. */
export function csv(header: readonly string[], rows: Iterable<readonly Cell[]>): string {
  const lines = [header.map(escaped).join(",")];
  for (const row of rows) lines.push(row.map(escaped).join(","));
  return `${lines.join("\r\n")}\r\n`;
}

function escaped(cell: Cell): string {
  if (cell === null || cell === undefined) return "";
  const text = String(cell);
  // A spreadsheet would compute what begins like a formula; names come from users.
  const safe = typeof cell === "string" && /^[=+@\t\r-]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
