import { chunkEntries, fanOut, joinedEntries, noEntries, putEntries, type Entries } from "./entries.js";
import { entriesOf, type SeriesEntries, type SeriesTable } from "./series-table.js";

/** Chunks of steps that are made at once of a run of before: some milliseconds' work. */
const chunksAtOnce = 50;

/** Makes chunks as steps complete them. It keeps nothing in memory, so that nothing is lost with it. */
export class SeriesBuilder {
  constructor(private readonly table: SeriesTable) {}

  /** A step was added: where it is the last of a chunk, that is made. Within the step's transaction. */
  added(run: number, step: number): void {
    if (step % chunkEntries === 0) this.#make(run, 0, step / chunkEntries - 1);
  }

  /** Makes what a database of before lacks. Within a transaction. @returns whether all is there now */
  catchUp(run: number): boolean {
    const whole = Math.floor(this.table.lastStep(run) / chunkEntries);
    const first = this.table.chunkCount(run, 0);
    const end = Math.min(whole, first + chunksAtOnce);
    for (let chunk = first; chunk < end; chunk++) this.#make(run, 0, chunk);
    return end >= whole;
  }

  /** And those above that it completes. */
  #make(run: number, level: number, chunk: number): void {
    const series =
      level === 0
        ? this.table.steps(run, chunk * chunkEntries + 1, chunkEntries)
        : this.#joined(run, level - 1, chunk * fanOut);
    if (!series) return;
    this.table.put(run, level, chunk, series);
    if ((chunk + 1) % fanOut === 0) this.#make(run, level + 1, (chunk + 1) / fanOut - 1);
  }

  /** The chunk above sixteen ones; undefined where one is missing, as a database of before is being caught up with. */
  #joined(run: number, level: number, first: number): SeriesEntries | undefined {
    const whole = new Map<string, Entries>();
    for (let index = 0; index < fanOut; index++) {
      const series = this.table.chunk(run, level, first + index);
      if (!series) return undefined;
      for (const name of series.keys()) {
        const into = whole.get(name) ?? noEntries(chunkEntries);
        const joined = joinedEntries(entriesOf(series, name), fanOut);
        putEntries(into, index * (chunkEntries / fanOut), joined, 0, joined.min.length);
        whole.set(name, into);
      }
    }
    return whole;
  }
}
