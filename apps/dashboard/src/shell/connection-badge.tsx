import type { ReactNode } from "react";
import { useNow } from "../format/use-now.js";
import { StateMark } from "../parts/state-mark.js";
import { useLiveState } from "../store/live-context.js";
import { connectionLook } from "./connection-look.js";

/** Whether what is seen is the present. */
export function ConnectionBadge(): ReactNode {
  const connection = useLiveState((state) => state.connection);
  const look = connectionLook(connection, useNow());
  return (
    <div className="connection-badge">
      <span role="status" aria-label="Connection">
        <StateMark look={look} />
      </span>
      {/* It counts seconds, which nobody wants to be read out. */}
      {look.detail !== undefined && (
        <span className="connection-detail" aria-hidden="true">
          {look.detail}
        </span>
      )}
    </div>
  );
}
