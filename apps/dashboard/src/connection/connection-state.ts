/** What the page knows of its connection, and so of what it shows. Times are milliseconds since 1970, by this browser. */
export type ConnectionState =
  /** Nothing came yet. */
  | { readonly type: "connecting" }
  | { readonly type: "live" }
  /** It is open, but nobody answers any more. */
  | { readonly type: "stale"; readonly sinceMs: number }
  /** It is closed, and opened again at `retryMs`. `sinceMs`: when the last news came; absent: there was none. */
  | {
      readonly type: "offline";
      readonly sinceMs?: number;
      readonly retryMs: number;
      readonly reason: string;
    }
  /** The coordinator wants a token, which somebody has to type. */
  | { readonly type: "unauthorised" };
