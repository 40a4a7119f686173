const events = ["uncaughtException", "unhandledRejection"] as const;

/**
 * Runs `body` and takes away the listeners for uncaught errors that it left on the process: what happens to such errors
 * is the application's to decide, not that of a WebAssembly module's loader.
 */
export async function keepingProcessListeners<Result>(body: () => Promise<Result>): Promise<Result> {
  const before = new Set(events.flatMap((event) => process.rawListeners(event)));
  try {
    return await body();
  } finally {
    for (const event of events) {
      for (const listener of process.rawListeners(event)) {
        if (!before.has(listener)) process.removeListener(event, listener as (...args: unknown[]) => void);
      }
    }
  }
}
