import { tokenRefusal } from "./access-token.js";
import { json } from "./http-answer.js";
import type { Route } from "./route.js";
import type { Session } from "./views/control.js";

export interface Tokens {
  /** What a reader must show; nothing where undefined. */
  readonly reading: string | undefined;
  /** What must be shown to control; nothing where undefined. */
  readonly control: string | undefined;
}

/** Tells a page whether it has to ask for a token. It is let in without one. */
export function sessionRoute({ reading, control }: Tokens): Route {
  return {
    method: "GET",
    path: sessionPath,
    answer: ({ request }) => {
      const may = (token: string | undefined): boolean => tokenRefusal(request, token) === undefined;
      const session: Session = { mayRead: may(reading), mayControl: may(control) };
      return json(session);
    },
  };
}

export const sessionPath = "/v1/session";
