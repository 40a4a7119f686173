/** Rows as lines, columns below each other: the first to the left, the others to the right. */
export function textTable(rows: readonly (readonly string[])[], indent: string): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? "").length)),
  );
  return rows.map((row) => {
    const cells = row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
    );
    return `${indent}${cells.join("  ")}`.trimEnd();
  });
}

/** Most characters of a bar. */
const barWidth = 40;

/** How often each thing comes, a line each: its name, a bar, its count. */
export function textBars(
  counts: readonly { readonly name: string; readonly count: number }[],
  indent: string,
): string[] {
  const most = Math.max(1, ...counts.map(({ count }) => count));
  const width = Math.max(0, ...counts.map(({ name }) => name.length));
  return counts.map(({ name, count }) => {
    // What is there is seen, however little it is.
    const length = count === 0 ? 0 : Math.max(1, Math.round((barWidth * count) / most));
    return `${indent}${name.padEnd(width)}  ${"█".repeat(length)}${length === 0 ? "" : " "}${count}`;
  });
}

/** The first of a list, and in words how many more there are. */
export function shortened<T>(
  all: readonly T[],
  most: number,
  what: string,
): { readonly shown: readonly T[]; readonly more: readonly string[] } {
  const left = all.length - most;
  return { shown: all.slice(0, most), more: left > 0 ? [`and ${left} more ${what}`] : [] };
}
