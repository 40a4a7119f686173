import type { RunEvent } from "@lockstep/telemetry/events";

/** Events of one type. */
export type EventOf<T extends RunEvent["type"]> = Extract<RunEvent, { readonly type: T }>;
