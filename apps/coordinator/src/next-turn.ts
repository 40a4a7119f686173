/** Resolves when the event loop has seen to what else waits for it. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
