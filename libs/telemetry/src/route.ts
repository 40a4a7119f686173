import type { IncomingMessage } from "node:http";
import type { Answer } from "./http-answer.js";

/** A request at its address. */
export interface Asked {
  /** What the address names, decoded: a run, a worker. */
  readonly names: readonly string[];
  readonly query: string | undefined;
  readonly request: IncomingMessage;
}

/** Something that is answered at an address. */
export interface Route {
  /** GET is HEAD as well. */
  readonly method: "GET" | "POST";
  /** `:name` stands for one part of it. */
  readonly path: string;
  /** @throws QueryError, AnswerError; anything else means that it cannot be answered now */
  readonly answer: (asked: Asked) => Answer | Promise<Answer>;
}

/** The names in a path, where it is the route's; undefined: it is not. */
export function namesAt(route: Pick<Route, "path">, path: string): string[] | undefined {
  const wanted = route.path.split("/");
  const parts = path.split("/");
  if (parts.length !== wanted.length) return undefined;
  const names: string[] = [];
  for (const [index, part] of parts.entries()) {
    if (wanted[index]?.startsWith(":")) {
      const name = decoded(part);
      if (name === undefined) return undefined;
      names.push(name);
    } else if (part !== wanted[index]) return undefined;
  }
  return names;
}

/** What names a run or a worker is shorter. */
const maxPartLength = 600;

function decoded(part: string): string | undefined {
  if (part === "" || part.length > maxPartLength) return undefined;
  try {
    return decodeURIComponent(part);
  } catch {
    // Not the name of anything.
    return undefined;
  }
}
