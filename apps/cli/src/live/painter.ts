import { painted, type Line } from "./text.js";

/** A terminal that knows these shows all that is between them at once; others take no notice. */
const begin = "\u001b[?2026h";
const end = "\u001b[?2026l";

/** Draws frames over each other: of the next one, only the rows that changed are written. */
export class Painter {
  /** Rows as they stand there; absent: nobody knows what does. */
  #shown: readonly string[] | undefined;

  constructor(private readonly colour: boolean) {}

  /** What is to be written to have that frame; empty: it is there already. */
  paint(frame: readonly Line[]): string {
    const next = frame.map((line) => painted(line, this.colour));
    const shown = this.#shown;
    this.#shown = next;
    if (!shown) return `${begin}\u001b[2J${next.map((text, row) => at(row) + text).join("")}${end}`;
    const rows = Array.from({ length: Math.max(shown.length, next.length) }, (_, row) => row);
    const changed = rows.filter((row) => shown[row] !== next[row]);
    if (changed.length === 0) return "";
    // Cleared first: at the end of a row that is full, the last column would go.
    return begin + changed.map((row) => `${at(row)}\u001b[K${next[row] ?? ""}`).join("") + end;
  }

  /** Nothing of what was drawn is there any more. */
  forget(): void {
    this.#shown = undefined;
  }
}

function at(row: number): string {
  return `\u001b[${row + 1};1H`;
}
