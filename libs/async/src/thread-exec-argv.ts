/** Node's options for a thread of this process. A thread's program is a file, also where the process was started by --eval. */
export function threadExecArgv(): string[] {
  return process.execArgv.filter((option) => !option.startsWith("--input-type"));
}
