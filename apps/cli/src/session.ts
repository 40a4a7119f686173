import type { Client } from "@lockstep/client";
import type { Interruption } from "./interruption.js";

/** A coordinator to ask, local or remote. */
export interface Session {
  readonly client: Client;
  /** Whether its processes are ours. */
  readonly local: boolean;
  /** Rejects when the coordinator or its last worker, where these are ours, are gone. */
  readonly failure: Promise<never>;
  /** The run's first step has been given out. */
  runStarted(): void;
  close(): Promise<void>;
}

/** A coordinator that others run. */
export async function remoteSession(address: string, token: string | undefined): Promise<Session> {
  const { connect } = await import("@lockstep/client");
  return sessionWith(connect(address, token === undefined ? {} : { token }));
}

/** A connection to a coordinator that others run; the session closes it. */
export function sessionWith(client: Client): Session {
  return {
    client,
    local: false,
    failure: new Promise<never>(() => undefined),
    runStarted: () => undefined,
    close() {
      client.close();
      return Promise.resolve();
    },
  };
}

/** Does something with a session, which is closed whatever happens. */
export async function useSession<T>(
  session: Session,
  interruption: Interruption,
  use: (session: Session) => Promise<T>,
): Promise<T> {
  try {
    return await Promise.race([use(session), session.failure, interruption.aborted]);
  } finally {
    await session.close();
  }
}
