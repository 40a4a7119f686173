import type { KeyRow } from "./key-rows.js";

/** A table with a heading line. */
export function table(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [heading, heading.map(() => "---"), ...rows];
  return lines.map((cells) => `| ${cells.map(cell).join(" | ")} |`).join("\n");
}

/** A table of keys. */
export function keyTable(rows: readonly KeyRow[]): string {
  return table(
    ["key", "type", "default", "what it is"],
    rows.map(({ key, type, byDefault, about }) => [`\`${key}\``, type, text(byDefault), text(about)]),
  );
}

/** A table of what is refused, with the reasons. */
export function refusedTable(refused: Readonly<Record<string, string>>): string {
  return table(
    ["refused", "reason"],
    Object.entries(refused).map(([name, reason]) => [`\`${name}\``, text(reason)]),
  );
}

/** Plain text, with what Markdown would read as markup escaped; code stays code. */
export function text(plain: string): string {
  return plain
    .split(/(`[^`]*`)/)
    .map((part) =>
      part.startsWith("`") ? part : part.replaceAll(/[*<>]|(?<!\w)_|_(?!\w)/g, String.raw`\$&`),
    )
    .join("");
}

function cell(content: string): string {
  return content.replaceAll("|", String.raw`\|`);
}
