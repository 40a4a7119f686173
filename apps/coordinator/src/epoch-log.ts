import type { Measures } from "@lockstep/telemetry";

/** A table of epochs as Keras's CSVLogger writes it: columns in the order of their names, epochs from 0. */
export class EpochLog {
  #columns: readonly string[] | undefined;

  /** What is to be appended for an epoch; before the first, with the header. */
  lines(epoch: number, measures: Measures): string {
    const isFirst = this.#columns === undefined;
    const columns = (this.#columns ??= Object.keys(measures).sort());
    const header = isFirst ? csvLine(["epoch", ...columns]) : "";
    return header + csvLine([epoch, ...columns.map((column) => measures[column] ?? "NA")]);
  }
}

function csvLine(cells: readonly (string | number)[]): string {
  return `${cells.map(cell).join(",")}\n`;
}

/** Names of metrics are the user's. */
function cell(value: string | number): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
