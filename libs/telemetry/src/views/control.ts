/**
 * What may be asked for by POST: `/v1/runs/<id>/pause`, `resume`, `stop`, `checkpoint`, with a body in JSON;
 * `/v1/workers/<id>/drain`, with an empty object. It is answered when the coordinator has taken it in; that it is done
 * is told by events.
 */
export type RunAction = "pause" | "resume" | "stop" | "checkpoint";

export interface ActionBody {
  /** For people: shown with the event. */
  readonly reason?: string;
}

/** The answer where something is refused or fails. */
export interface Failure {
  readonly error: string;
}

/** What the token that was shown, or none, lets one do: `/v1/session`. */
export interface Session {
  readonly mayRead: boolean;
  readonly mayControl: boolean;
}
