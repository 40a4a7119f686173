import type { ReactNode } from "react";

/** What is asked for is not there yet; it shows itself only where that takes long enough to be noticed. */
export function Loading({ what }: { readonly what: string }): ReactNode {
  return (
    <p className="loading" role="status">
      Loading {what}…
    </p>
  );
}
