const dateAndTime = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
const timeOfDay = new Intl.DateTimeFormat(undefined, {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});
const dayAndTime = new Intl.DateTimeFormat(undefined, {
  month: "short",
  day: "numeric",
  hour: "2-digit",
  minute: "2-digit",
});

/** A moment in full, as this browser's user writes it. */
export function formatMoment(timeMs: number): string {
  return dateAndTime.format(timeMs);
}

/** The time of the day, to the second. */
export function formatTimeOfDay(timeMs: number): string {
  return timeOfDay.format(timeMs);
}

/** Short: the time alone where it was today. */
export function formatShortMoment(timeMs: number, nowMs: number): string {
  const isToday = new Date(timeMs).toDateString() === new Date(nowMs).toDateString();
  return isToday ? timeOfDay.format(timeMs) : dayAndTime.format(timeMs);
}
