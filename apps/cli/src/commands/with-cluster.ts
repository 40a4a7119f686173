import type { FollowOptions } from "../follow-run.js";
import { Interruption } from "../interruption.js";
import type { Io } from "../io.js";
import { startLocalSession } from "../local-cluster/local-session.js";
import { makeDataDir } from "../options/folders.js";
import { readToken, requireToken } from "../options/token.js";
import { progressView, type ProgressView } from "../presentation/progress-view.js";
import { remoteSession, useSession, type Session } from "../session.js";
import type { ClusterCommandOptions } from "./cluster-options.js";

/** What a cluster of one's own is started for. */
export interface ClusterUse {
  /** The run that it is to take up. */
  readonly resume?: string;
  /** Done while the processes of a cluster of one's own start; where it fails, nothing was begun. */
  readonly prepare?: () => Promise<unknown>;
  /** Told when the cluster is ended before its work is done. */
  readonly onAbandoned?: () => void;
}

/**
 * Does something on the cluster that the options name, or on one that is started for it.
 * @param use gives the exit code
 */
export async function withCluster(
  options: ClusterCommandOptions,
  io: Io,
  use: (follow: FollowOptions) => Promise<number>,
  { resume, prepare = () => Promise.resolve(), onAbandoned = () => undefined }: ClusterUse = {},
): Promise<number> {
  const token = await readToken(options.tokenFile, io);
  const sinceMs = Date.now();
  let killCluster = (): void => undefined;
  const kill = (): void => {
    killCluster();
    onAbandoned();
  };
  const interruption = new Interruption(io, kill);
  const view = progressView(io);
  const onKillable = (end: () => void): void => void (killCluster = end);
  try {
    const own = { io, view, onKillable, prepare, ...(resume ? { resume } : {}) };
    const opening = openSession(options, token, own);
    const session = await Promise.race([opening, interruption.aborted]);
    const follow = { session, interruption, view, io, keepSteps: options.json === true, sinceMs };
    const code = await useSession(session, interruption, () => use(follow));
    return interruption.exitCode(code);
  } catch (error) {
    view.end();
    kill();
    throw error;
  } finally {
    view.end();
    interruption.end();
  }
}

interface Opening {
  readonly io: Io;
  readonly view: ProgressView;
  readonly onKillable: (kill: () => void) => void;
  readonly prepare: () => Promise<unknown>;
  readonly resume?: string;
}

async function openSession(
  options: ClusterCommandOptions,
  token: string | undefined,
  { io, view, onKillable, prepare, resume }: Opening,
): Promise<Session> {
  if (options.coordinator !== undefined) return remoteSession(options.coordinator, token);
  requireToken("--http", options.http, token);
  const note = (text: string): void => view.note(text);
  const start = {
    ...{ settings: options, io, note, onKillable },
    prepare: async () => {
      await prepare();
      await makeDataDir(options.dataDir, io.cwd);
    },
    ...(token === undefined ? {} : { token }),
    ...(resume === undefined ? {} : { resume }),
  };
  const { session, http, ownToken } = await startLocalSession(start);
  // What follows a # stays in the browser; the token ends with this cluster.
  note(`dashboard  http://${http}/${ownToken === undefined ? "" : `#token=${ownToken}`}`);
  return session;
}
