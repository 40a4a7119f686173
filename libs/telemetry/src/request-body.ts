import type { IncomingMessage } from "node:http";
import { AnswerError } from "./http-answer.js";
import { printable } from "./printable.js";

/** Nothing that is asked for is longer. */
const maxBodyBytes = 16 * 1024;

/** A body in JSON. @throws AnswerError where it is of another type, too long, or none */
export async function jsonBody(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  const type = request.headers["content-type"] ?? "none";
  // A page of another origin can send only other types without asking first.
  if (!/^application\/json *(;|$)/.test(type))
    throw new AnswerError(415, `Content-Type: expected application/json, got ${printable(type)}`);
  const body: unknown = parsed(await textOf(request));
  if (typeof body === "object" && body !== null && !Array.isArray(body))
    return body as Record<string, unknown>;
  throw new AnswerError(400, "body: expected an object in JSON");
}

async function textOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > maxBodyBytes) throw new AnswerError(413, `body: expected at most ${maxBodyBytes} bytes`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString("utf8");
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new AnswerError(400, `body: expected JSON, got ${JSON.stringify(body.slice(0, 40))}`, { cause });
  }
}

/** The only field that an action has. @throws AnswerError */
export function reasonOf(body: Readonly<Record<string, unknown>>): string | undefined {
  const unknown = Object.keys(body).find((name) => name !== "reason");
  if (unknown !== undefined)
    throw new AnswerError(400, `${printable(unknown)}: there is no such field; expected reason or none`);
  const { reason } = body;
  if (reason === undefined) return undefined;
  if (typeof reason === "string" && reason !== "" && reason.length <= maxReasonLength) return reason;
  throw new AnswerError(400, `reason: expected a text of 1 to ${maxReasonLength} characters`);
}

const maxReasonLength = 500;
