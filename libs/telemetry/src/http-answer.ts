import type { IncomingMessage, ServerResponse } from "node:http";

/** What a request is answered with. */
export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string | Uint8Array;
  /** They come after the ordinary ones, and replace those of the same name. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request that is refused, or fails, with a text for whoever asked. */
export class AnswerError extends Error {
  override readonly name = "AnswerError";

  /** @param status of HTTP, 400 or more */
  constructor(
    readonly status: number,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Nothing here but the dashboard is a page: no script, frame or style is ever needed. */
export const securityHeaders: Readonly<Record<string, string>> = {
  "X-Content-Type-Options": "nosniff",
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Resource-Policy": "same-origin",
};

export function text(body: string): Answer {
  return { status: 200, type: "text/plain; charset=utf-8", body };
}

export function json(value: unknown): Answer {
  return { status: 200, type: "application/json", body: JSON.stringify(value) };
}

export function failure(status: number, error: string): Answer {
  return { status, type: "application/json", body: JSON.stringify({ error }) };
}

/** HEAD gets everything but the body. */
export function send(
  request: IncomingMessage,
  response: ServerResponse,
  { status, type, body, headers }: Answer,
): void {
  response.writeHead(status, {
    ...securityHeaders,
    "Cache-Control": "no-store",
    "Content-Type": type,
    "Content-Length": Buffer.byteLength(body),
    ...headers,
  });
  response.end(request.method === "HEAD" ? undefined : body);
}
