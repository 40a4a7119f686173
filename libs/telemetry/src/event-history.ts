import type { EventStore, NotableFilter, RunFilter } from "./event-store.js";
import type { RunEvent, RunSnapshot, Snapshot } from "./events.js";
import { maxHistoryEpochs } from "./snapshot-reducer.js";

/** Events in order, and where to go on. */
export interface EventPage {
  readonly events: readonly RunEvent[];
  /** All that is shown up to this number is in `events`, or was before them. */
  readonly through: number;
}

/** What the history reads of the log. */
interface LiveEvents {
  readonly sequence: number;
  readonly oldest: number;
  readonly written: number;
  readonly snapshot: Snapshot;
  since(after: number, limit?: number): readonly RunEvent[] | "too-old";
}

/**
 * Events and runs that are shown, from memory, and from the store where memory has them no more. What comes from the
 * store lacks `evaluation-progress`.
 */
export class EventHistory {
  constructor(
    private readonly live: LiveEvents,
    private readonly store: EventStore | undefined,
  ) {}

  /** Whether it goes back beyond what is in memory. */
  get isStored(): boolean {
    return this.store !== undefined;
  }

  /**
   * The first events after number `after`, at most `limit`; "too-old" where some of them are nowhere any more.
   * @throws what the store says where it cannot be read
   */
  async page(after: number, limit: number): Promise<EventPage | "too-old"> {
    const kept = this.live.since(after, limit);
    if (kept !== "too-old") return pageOf(kept, limit, Math.max(after, this.live.sequence));
    const { store } = this;
    return store ? this.#stored(after, limit, store.streamEvents(store.stream, after, limit)) : kept;
  }

  /** The same of one run, over all streams that had it. One that is not full says that there is no more for now. */
  async runPage(runId: string, after: number, limit: number): Promise<EventPage | "too-old"> {
    const kept = this.live.since(after);
    if (kept !== "too-old") {
      const events = kept.filter((event) => event.runId === runId).slice(0, limit);
      return pageOf(events, limit, Math.max(after, this.live.sequence));
    }
    if (!this.store) return kept;
    const page = await this.#stored(after, limit, this.store.events(runId, after, limit));
    if (page === "too-old" || page.events.length === limit || page.through >= this.live.sequence) return page;
    const rest = await this.runPage(runId, page.through, limit - page.events.length);
    return rest === "too-old" ? page : { events: [...page.events, ...rest.events], through: rest.through };
  }

  /** The newest first, as they are now; of all streams of the database unless one is named. Epochs: see `run`. */
  async runs(filter: RunFilter, limit: number): Promise<readonly RunSnapshot[]> {
    const stored = this.store ? await this.store.runs(filter, limit) : [];
    const isOwn = filter.stream === undefined || filter.stream === this.store?.stream;
    const current = this.live.snapshot.runs.filter((run) => isOwn && matches(run, filter)).reverse();
    const known = new Set(this.live.snapshot.runs.map(({ runId }) => runId));
    const others = stored.map(({ snapshot }) => snapshot).filter(({ runId }) => !known.has(runId));
    const all = [...current.map((run) => ({ ...run, history: [] })), ...others];
    return all.sort((a, b) => b.submittedMs - a.submittedMs).slice(0, limit);
  }

  /** With its newest epochs. */
  async run(runId: string): Promise<RunSnapshot | undefined> {
    const current = this.live.snapshot.runs.find((run) => run.runId === runId);
    if (current || !this.store) return current;
    const stored = await this.store.run(runId);
    if (!stored) return undefined;
    const epochs = await this.store.epochs(runId, maxHistoryEpochs);
    return { ...stored.snapshot, history: epochs.map(({ epoch, measures }) => ({ epoch, measures })) };
  }

  /** Of a run's events but steps, the newest first, those that are shown. */
  async notable(runId: string, filter: NotableFilter): Promise<readonly RunEvent[]> {
    const before = Math.min(filter.before ?? Infinity, this.live.sequence + 1);
    return (await this.store?.notable(runId, { ...filter, before })) ?? [];
  }

  /** What the store has of a run beyond its newest events; undefined: there is no store. */
  get stored(): EventStore | undefined {
    return this.store;
  }

  /** Cuts off what is on disk and not yet shown. */
  async #stored(
    after: number,
    limit: number,
    reading: Promise<readonly RunEvent[]>,
  ): Promise<EventPage | "too-old"> {
    // All up to here is in what is read, unless it is more than `limit`.
    const complete = Math.min(this.live.written, this.live.sequence);
    const all = await reading;
    const shown = all.filter(({ sequence }) => sequence <= this.live.sequence);
    const isCut = all.length === limit;
    const page = pageOf(shown, isCut ? shown.length : Infinity, Math.max(after, complete));
    // Events that the store could not take have left memory since.
    return page.through > after ? page : "too-old";
  }
}

/** @param full events that make a full page, after which there may be more */
function pageOf(events: readonly RunEvent[], full: number, complete: number): EventPage {
  const last = events.at(-1)?.sequence;
  if (last === undefined) return { events, through: complete };
  return { events, through: events.length >= full ? last : Math.max(last, complete) };
}

function matches(run: RunSnapshot, { kind, states }: RunFilter): boolean {
  return (kind === undefined || run.kind === kind) && (states?.includes(run.state) ?? true);
}
