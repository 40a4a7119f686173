import type { Client } from "@lockstep/client";
import { Interruption } from "../interruption.js";
import type { Io } from "../io.js";
import { readToken } from "../options/token.js";
import { remoteSession, useSession, type Session } from "../session.js";

/** Options of the commands that ask a coordinator that is there. */
export interface RemoteOptions {
  /** HOST:PORT */
  readonly coordinator: string;
  readonly tokenFile?: string;
  readonly json?: boolean;
}

export type OpenSession = (address: string, token: string | undefined) => Session | Promise<Session>;

/** What a command asks with. */
export interface Asking {
  readonly client: Client;
  readonly session: Session;
  readonly interruption: Interruption;
}

/** Does something with a coordinator that is there; the connection is closed whatever happens. */
export async function askCoordinator<T>(
  options: RemoteOptions,
  io: Io,
  ask: (asking: Asking) => Promise<T>,
  open: OpenSession = remoteSession,
): Promise<T> {
  const session = await open(options.coordinator, await readToken(options.tokenFile, io));
  const interruption = new Interruption(io, () => undefined);
  try {
    return await useSession(session, interruption, () =>
      ask({ client: session.client, session, interruption }),
    );
  } finally {
    interruption.end();
  }
}
