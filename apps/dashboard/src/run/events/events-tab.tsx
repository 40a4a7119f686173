import type { SeriesPage } from "@lockstep/telemetry/views";
import { useDeferredValue, type ReactNode } from "react";
import { useAnswer } from "../../api/use-answer.js";
import { counted } from "../../format/counted.js";
import { EmptyState } from "../../parts/empty-state.js";
import { Loading } from "../../parts/loading.js";
import { Notice } from "../../parts/notice.js";
import { Panel } from "../../parts/panel.js";
import type { TabProps } from "../tab-props.js";
import { matchesFilter, typesOf, workersNamed } from "./event-filter.js";
import { EventRow } from "./event-row.js";
import { useEventSettings, type EventSettings } from "./event-settings.js";
import { stepOfEvent } from "./event-step.js";
import { EventToolbar } from "./event-toolbar.js";
import { useNewestEvents, type NewestEvents } from "./use-newest-events.js";
import "./events.css";

/** What happened in this run. */
export default function EventsTab({ runId }: TabProps): ReactNode {
  const settings = useEventSettings();
  // Another group is another list: what was kept of the one before is not all of it.
  return <EventsOfGroup key={settings.group} runId={runId} settings={settings} />;
}

function EventsOfGroup({
  runId,
  settings,
}: {
  readonly runId: string;
  readonly settings: EventSettings;
}): ReactNode {
  const newest = useNewestEvents(runId, typesOf(settings.filter));
  return (
    <Panel title="Events" tools={<EventToolbar settings={settings} workers={workersNamed(newest.events)} />}>
      {newest.error !== undefined && <Notice tone="warn">Events may be missing: {newest.error}</Notice>}
      {newest.isLoading && newest.events.length === 0 ? (
        <Loading what="the events" />
      ) : (
        <EventList runId={runId} newest={newest} settings={settings} />
      )}
    </Panel>
  );
}

function EventList({
  runId,
  newest,
  settings,
}: {
  readonly runId: string;
  readonly newest: NewestEvents;
  readonly settings: EventSettings;
}): ReactNode {
  const { events, loadOlder } = newest;
  const { value: times } = useAnswer<SeriesPage>(
    `/v1/runs/${encodeURIComponent(runId)}/series?points=1000&names=${encodeURIComponent('["loss"]')}`,
  );
  const filter = useDeferredValue(settings.filter);
  const shown = events.filter((event) => matchesFilter(event, filter));
  return (
    <>
      <p className="visually-hidden" role="status">
        {counted(shown.length, "event")} shown
      </p>
      {shown.length === 0 && <NoEvents isFiltered={events.length > 0} />}
      <ol className="events">
        {shown.map((event) => (
          <EventRow key={event.sequence} event={event} step={stepOfEvent(event, times)} />
        ))}
      </ol>
      {loadOlder && (
        <button type="button" className="button events-older" onClick={loadOlder}>
          Older events
        </button>
      )}
    </>
  );
}

function NoEvents({ isFiltered }: { readonly isFiltered: boolean }): ReactNode {
  return isFiltered ? (
    <EmptyState title="No such events">
      None of the events that are loaded is of this worker with these words.
    </EmptyState>
  ) : (
    <EmptyState title="No events">Nothing of this kind has happened in this run.</EmptyState>
  );
}
