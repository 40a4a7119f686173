import type { Io } from "../io.js";
import { runOfCoordinator } from "../run-source/run-of-coordinator.js";
import { askCoordinator, type Asking, type OpenSession } from "./ask-coordinator.js";
import { followRemote, type FollowRemoteOptions } from "./follow-remote.js";

/** `lockstep watch`: shows a run of a coordinator, from its start to its end. */
export async function watchCommand(
  run: string,
  options: FollowRemoteOptions,
  io: Io,
  open?: OpenSession,
): Promise<number> {
  const watch = async (asking: Asking): Promise<number> =>
    followRemote(await runOfCoordinator(asking.client, run), asking, options, io);
  return askCoordinator(options, io, watch, open);
}
