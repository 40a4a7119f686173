import { deferred } from "@lockstep/async";
import { ClientError, type Client, type RunOverview } from "@lockstep/client";
import type { Io } from "../io.js";
import type { LiveView } from "../live/live-view.js";
import { progressView } from "../presentation/progress-view.js";
import { runOfCoordinator } from "../run-source/run-of-coordinator.js";
import type { Terminal } from "../terminal.js";
import { askCoordinator, type Asking, type OpenSession } from "./ask-coordinator.js";
import { followRemote, type Following, type FollowRemoteOptions } from "./follow-remote.js";

/** Events of before that a terminal is shown: more than it has room for. */
const historyEvents = 2_000;

/** Steps from which on a run's first events are left out where it is shown in lines as well. */
const manySteps = 100_000;

/** `lockstep watch`: shows a run of a coordinator until its end; on a terminal, as a page that is kept up to date. */
export async function watchCommand(
  run: string,
  options: FollowRemoteOptions,
  io: Io,
  open?: OpenSession,
): Promise<number> {
  const watch = async (asking: Asking): Promise<number> => {
    const runId = await runOfCoordinator(asking.client, run);
    // Programs are given all of it.
    if (options.json) return followRemote(runId, asking, options, io);
    const overview = await overviewOf(asking.client, runId);
    const following = io.terminal
      ? await liveFollowing(runId, asking.client, { io, terminal: io.terminal, overview })
      : linesFollowing(overview, io);
    return followRemote(runId, asking, options, io, following);
  };
  return askCoordinator(options, io, watch, open);
}

/** Absent where the coordinator is of before there was that. */
async function overviewOf(client: Client, runId: string): Promise<RunOverview | undefined> {
  try {
    return await client.overview(runId);
  } catch (error) {
    if (error instanceof ClientError && error.code === "unsupported") return undefined;
    throw error;
  }
}

/** Number of the last event that is not read. */
function afterOf({ newest, sequence }: RunOverview): number {
  return Math.max(0, Math.min(newest, sequence) - historyEvents);
}

function linesFollowing(overview: RunOverview | undefined, io: Io): Following {
  const view = progressView(io);
  if (!overview || overview.run.step <= manySteps) return { view };
  view.note(`the first of its ${overview.run.step} steps are left out; --json gives all of them`);
  return { view, after: afterOf(overview) };
}

interface LiveOptions {
  readonly io: Io;
  readonly terminal: Terminal;
  readonly overview: RunOverview | undefined;
}

/** With keys that steer the run. */
async function liveFollowing(
  runId: string,
  client: Client,
  { io, terminal, overview }: LiveOptions,
): Promise<Following> {
  const [{ LiveRun }, { LiveView }, { pressKey }] = await Promise.all([
    import("../live/live-run.js"),
    import("../live/live-view.js"),
    import("../live/run-keys.js"),
  ]);
  const run = new LiveRun(runId, overview);
  const enough = deferred<undefined>();
  const onKey = (key: string): void =>
    pressKey(key, {
      ...{ client, runId },
      run: () => run.run,
      say: (message, isOutdated) => view.say(message, isOutdated),
      leave: () => enough.resolve(undefined),
    });
  const view: LiveView = new LiveView({ io, terminal, run, onKey });
  return { view, enough: enough.promise, ...(overview ? { after: afterOf(overview) } : {}) };
}
