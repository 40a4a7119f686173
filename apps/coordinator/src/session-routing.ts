import type { Logger } from "@lockstep/logging";
import type { EventLog } from "@lockstep/telemetry";
import type { ClusterEndpoint, SessionListener } from "./cluster-endpoint.js";
import { CoordinatorError } from "./coordinator-error.js";
import type { RunQueue } from "./run-queue.js";
import { tellOfJoining, tellOfLeaving } from "./worker-events.js";

export interface RoutingOptions {
  readonly queue: RunQueue;
  readonly events: EventLog;
  readonly logger: Logger;
  readonly cluster: () => ClusterEndpoint;
}

/** Hands what workers say to the run that is active. */
export function sessionListener({ queue, events, logger, cluster }: RoutingOptions): SessionListener {
  return {
    joined(session) {
      const { slots, backend } = session.hello;
      const { workerId } = session;
      logger.info({ worker: workerId, slots, backend }, "a worker joined");
      if (queue.active) queue.active.join(session);
      else tellOfJoining(events, session);
    },
    message(session, message) {
      if (message.type === "leaving") session.leaving = true;
      if (queue.active?.has(session)) queue.active.hear(session, message);
      // Without a run a worker holds nothing: it may go at once.
      else if (session.leaving) cluster().dismiss(session);
    },
    alive: (session) => queue.active?.alive(session),
    left(session, reason) {
      const { workerId } = session;
      logger.info({ worker: workerId }, `a worker left: ${reason}`);
      // The run tells of those who were members of it.
      if (queue.active?.has(session)) queue.active.leave(session, reason);
      else tellOfLeaving(events, session, reason);
    },
  };
}

/** Lets a worker finish what it holds and go. @throws CoordinatorError NOT_FOUND */
export function drainWorker(workerId: string, queue: RunQueue, cluster: ClusterEndpoint): void {
  const session = cluster.session(workerId);
  if (!session) {
    const message = `worker: expected the id of a worker that is connected, got ${JSON.stringify(workerId)}`;
    throw new CoordinatorError("NOT_FOUND", message);
  }
  session.leaving = true;
  if (queue.active?.has(session)) queue.active.tell({ type: "drain", worker: workerId });
  else cluster.dismiss(session);
}
