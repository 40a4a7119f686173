/**
 * The reason in a gRPC error of a connection. grpc-js wraps it into sentences about its own state:
 * `No connection established. Last error: Error: <reason> (<time>). Resolution note: `.
 */
export function connectionReason(details: string): string {
  const wrapped = /Last error: (?:Error: )?(.*?)\.? Resolution note:/s.exec(details)?.[1] ?? details;
  const reason = wrapped.replace(/ \(\d{4}-\d\d-\d\dT[\d:.]+Z\)$/, "");
  return spokenByOthers.test(reason)
    ? `what answers there is no coordinator's gRPC (${reason}); expected the address of its --listen, not of its --http`
    : reason;
}

/** No HTTP/2 at all, or HTTP/2 without gRPC. */
const spokenByOthers = /^(Protocol error|Received HTTP status code \d+)$/;
