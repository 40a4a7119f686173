/** The longest time between two attempts. */
export const maxBackOffMs = 30_000;
const firstBackOffMs = 500;

/**
 * How long to wait before attempt number `attempt` (from 0) to connect again: doubled each time, of which at least
 * half, so that the pages of a coordinator that comes back do not come all at once.
 *
 * @param random from 0 to 1
 */
export function backOffMs(attempt: number, random: number): number {
  const longest = Math.min(maxBackOffMs, firstBackOffMs * 2 ** Math.min(attempt, 16));
  return Math.round(longest / 2 + (random * longest) / 2);
}
