import type { ReactNode } from "react";
import { formatTimeOfDay } from "../format/times.js";
import { Notice } from "../parts/notice.js";
import { useLive, useLiveState } from "../store/live-context.js";

/** Says plainly that what is seen is old, and since when. */
export function OldNewsNotice(): ReactNode {
  const connection = useLiveState((state) => state.connection);
  const { reconnect } = useLive();
  if (connection.type !== "offline" && connection.type !== "stale") return null;
  return (
    <div className="old-news">
      <Notice tone="warn">
        <span className="old-news-text">
          {connection.sinceMs === undefined
            ? "Nothing came from the coordinator yet"
            : `What you see is as of ${formatTimeOfDay(connection.sinceMs)}`}
          {connection.type === "offline" ? `: ${connection.reason}.` : ": the coordinator does not answer."}
        </span>
        <button type="button" className="button" onClick={reconnect}>
          Connect now
        </button>
      </Notice>
    </div>
  );
}
