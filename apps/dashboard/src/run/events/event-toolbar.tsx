import type { ReactNode } from "react";
import { Choice } from "../../parts/choice.js";
import { eventGroups } from "./event-kinds.js";
import { anyGroup, type EventSettings } from "./event-settings.js";

const groups = [
  { value: anyGroup as EventSettings["group"], label: "All" },
  ...eventGroups.map(({ key, name }) => ({ value: key, label: name })),
];

/** What of the events is shown. */
export function EventToolbar({
  settings,
  workers,
}: {
  readonly settings: EventSettings;
  readonly workers: readonly string[];
}): ReactNode {
  const { filter } = settings;
  const chosen = filter.workerId;
  const offered = chosen === undefined || workers.includes(chosen) ? workers : [...workers, chosen];
  return (
    <div className="events-toolbar">
      <Choice label="Kind of events" options={groups} value={settings.group} onChange={settings.setGroup} />
      <select
        className="field"
        aria-label="Worker"
        value={chosen ?? ""}
        onChange={(event) => settings.setWorkerId(event.target.value)}
      >
        <option value="">All workers</option>
        {offered.map((workerId) => (
          <option key={workerId} value={workerId}>
            {workerId}
          </option>
        ))}
      </select>
      <input
        className="field"
        type="search"
        aria-label="Words in events"
        placeholder="Find words"
        value={filter.text}
        onChange={(event) => settings.setText(event.target.value)}
      />
    </div>
  );
}
