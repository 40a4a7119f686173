/** How long a child whose parent is gone may take to end well. */
const graceMs = 2_000;

/**
 * Where this process is a child of a local cluster: calls `end` when the parent lets go, or is gone however it went,
 * and ends the process for certain a little later.
 */
export function endWithParent(end: () => void): void {
  if (process.send === undefined) return;
  process.once("disconnect", () => {
    setTimeout(() => process.exit(1), graceMs).unref();
    end();
  });
  // The channel must not be what keeps this process alive.
  process.channel?.unref();
}
