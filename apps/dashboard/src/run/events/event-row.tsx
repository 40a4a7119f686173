import type { RunEvent } from "@lockstep/telemetry/events";
import { memo, type ReactNode } from "react";
import { Link } from "wouter";
import { formatAge } from "../../format/durations.js";
import { formatCount } from "../../format/numbers.js";
import { formatMoment, formatShortMoment } from "../../format/times.js";
import { useNow } from "../../format/use-now.js";
import { Icon, type IconName } from "../../parts/icon.js";
import { curvesAddress } from "./curves-address.js";
import { weightOf, type Weight } from "./event-kinds.js";
import { eventWords } from "./event-words.js";

const looks: Readonly<Record<Weight, { readonly icon: IconName; readonly word: string }>> = {
  bad: { icon: "cross", word: "Trouble: " },
  warning: { icon: "warning", word: "Warning: " },
  good: { icon: "check", word: "" },
  plain: { icon: "right", word: "" },
};

/** One event: when, what, and where it is on the curves. */
export const EventRow = memo(function EventRow({
  event,
  step,
}: {
  readonly event: RunEvent;
  readonly step: number | undefined;
}): ReactNode {
  const weight = weightOf(event);
  const { icon, word } = looks[weight];
  return (
    <li className="event" data-weight={weight}>
      <time dateTime={new Date(event.time).toISOString()} title={formatMoment(event.time)}>
        <Age time={event.time} />
      </time>
      <span className="event-mark">
        <Icon name={icon} />
        <span className="visually-hidden">{word}</span>
      </span>
      <span className="event-words">{eventWords(event)}</span>
      {step !== undefined && (
        <Link className="event-step" href={curvesAddress(event.runId, step)} title="Show it on the curves">
          step {formatCount(step)}
        </Link>
      )}
    </li>
  );
});

/** Alone, so that a second's tick draws two texts anew and no row. */
function Age({ time }: { readonly time: number }): ReactNode {
  const now = useNow();
  return (
    <>
      <span>{formatShortMoment(time, now)}</span>
      <span className="quiet">{formatAge(now - time)} ago</span>
    </>
  );
}
