/** Whole seconds that have passed, as Keras ends a bar with: `3s`. */
export function formatElapsed(elapsedMs: number): string {
  return `${Math.round(elapsedMs / 1000)}s`;
}

/** Time that is left, as Keras shows it: `42s`, `1:05`, `1:02:03`. */
export function formatRemaining(remainingMs: number): string {
  const seconds = Math.floor(remainingMs / 1000);
  if (seconds <= 60) return `${seconds}s`;
  const parts =
    seconds > 3600 ? [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60] : [Math.floor(seconds / 60)];
  return [...parts, seconds % 60]
    .map((part, index) => (index === 0 ? `${part}` : `${part}`.padStart(2, "0")))
    .join(":");
}

/** Time of a step, as Keras shows it: `5ms/step`. */
export function formatPerStep(stepMs: number): string {
  if (stepMs >= 1000 || stepMs === 0) return `${Math.round(stepMs / 1000)}s/step`;
  if (stepMs >= 1) return `${Math.round(stepMs)}ms/step`;
  return `${Math.round(stepMs * 1000)}us/step`;
}
