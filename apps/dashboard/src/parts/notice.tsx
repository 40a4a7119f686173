import type { ReactNode } from "react";
import { Icon } from "./icon.js";

/** Something to know before the rest: what is old, what failed. */
export function Notice({
  tone,
  children,
}: {
  readonly tone: "warn" | "bad";
  readonly children: ReactNode;
}): ReactNode {
  return (
    <div className="notice" data-tone={tone} role={tone === "bad" ? "alert" : "status"}>
      <Icon name="warning" />
      {children}
    </div>
  );
}
