/** How often a long step says that it is alive. */
const tickIntervalMs = 10_000;

/**
 * Runs one step aloud: a line when it begins, one every ten seconds, one with the seconds taken when it ends.
 * @template T
 * @param {(line: string) => void} log
 * @param {string} title e.g. "installing the packages"
 * @param {(say: { progress: (measure: () => string) => void }) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function aloud(log, title, work) {
  const startMs = performance.now();
  const seconds = () => ((performance.now() - startMs) / 1000).toFixed(1);
  let measure = () => "";
  log(title);
  const tick = setInterval(
    () => log(`${title}: ${[measure(), `${Math.round(Number(seconds()))} s`].filter(Boolean).join(", ")}`),
    tickIntervalMs,
  );
  try {
    const result = await work({ progress: (next) => void (measure = next) });
    log(`${title}: done in ${seconds()} s`);
    return result;
  } finally {
    clearInterval(tick);
  }
}
