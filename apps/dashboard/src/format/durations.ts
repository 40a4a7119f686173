const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** How long something takes: its two greatest units. */
export function formatDuration(ms: number | undefined): string {
  if (ms === undefined || !Number.isFinite(ms)) return "–";
  if (ms < 10) return `${trim(ms.toFixed(1))} ms`;
  if (ms < secondMs) return `${Math.round(ms)} ms`;
  if (ms < 10 * secondMs - 50) return `${(ms / secondMs).toFixed(1)} s`;
  if (ms < minuteMs - 500) return `${Math.round(ms / secondMs)} s`;
  if (ms < hourMs - 500) return two(Math.round(ms / secondMs), 60, "min", "s");
  if (ms < dayMs - minuteMs / 2) return two(Math.round(ms / minuteMs), 60, "h", "min");
  return two(Math.round(ms / hourMs), 24, "d", "h");
}

/** How long ago something was, in its greatest unit. */
export function formatAge(ms: number): string {
  if (ms < minuteMs) return `${Math.max(0, Math.floor(ms / secondMs))} s`;
  if (ms < hourMs) return `${Math.floor(ms / minuteMs)} min`;
  if (ms < dayMs) return `${Math.floor(ms / hourMs)} h`;
  return `${Math.floor(ms / dayMs)} d`;
}

function two(count: number, base: number, great: string, small: string): string {
  const rest = count % base;
  const whole = `${Math.floor(count / base)} ${great}`;
  return rest === 0 ? whole : `${whole} ${String(rest).padStart(2, "0")} ${small}`;
}

function trim(text: string): string {
  return text.replace(/\.0$/, "");
}
