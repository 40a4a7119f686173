/** What is said of a run that is left before it is over. */
export function resumeCommandLine(
  runId: string,
  { dataDir, workers }: { readonly dataDir: string; readonly workers: number },
): string {
  const folder = dataDir === "./.lockstep" ? "" : ` --data-dir ${quoted(dataDir)}`;
  return `run ${runId} is not over; to go on with it: lockstep run --resume ${runId} --workers ${workers}${folder}`;
}

/** As a shell takes it for one word. */
function quoted(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
