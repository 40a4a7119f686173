/**
 * The system's reason in a gRPC error of a connection. grpc-js wraps it into sentences about its own state:
 * `No connection established. Last error: Error: <reason>. Resolution note: `.
 */
export function connectionReason(details: string): string {
  return /Last error: (?:Error: )?(.*?)\.? Resolution note:/s.exec(details)?.[1] ?? details;
}
