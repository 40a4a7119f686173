export { CliError, type CliErrorCode } from "./cli-error.js";
export { exitCodes, signalExitCode } from "./exit-codes.js";
export { processIo, type Io, type Parent, type StopSignal } from "./io.js";
export { createProgram } from "./program.js";
export { runCli } from "./run-cli.js";
export type { Screen, ScreenUser, Terminal } from "./terminal.js";
export type { RunDocument } from "./presentation/run-document.js";
