import { createRequire } from "node:module";
import { pino, stdSerializers, stdTimeFunctions } from "pino";
import type * as PinoPretty from "pino-pretty";

/** Named values of a line, for machines. An error goes under `error`. */
export type LogFields = Readonly<Record<string, unknown>>;

interface Write {
  (message: string): void;
  (fields: LogFields, message: string): void;
}

/** Writes lines; a line is out when the call returns. */
export interface Logger {
  readonly debug: Write;
  readonly info: Write;
  readonly warn: Write;
  readonly error: Write;
  /** The same logger, with these fields on every line. */
  child(fields: LogFields): Logger;
}

export const logLevels = ["debug", "info", "warn", "error", "silent"] as const;
export type LogLevel = (typeof logLevels)[number];

/** `pretty`: a line for people. `json`: one JSON object a line, `level`, `time`, `name`, `msg` and the fields. */
export type LogFormat = "pretty" | "json";

export interface LoggerOptions {
  /** Of the program; on every line. */
  readonly name: string;
  /** The least level that is written. Default info. */
  readonly level?: LogLevel;
  /** Default: pretty where stderr is a terminal. */
  readonly format?: LogFormat;
  /** Where lines go instead of stderr. */
  readonly write?: (line: string) => void;
}

/** Pretty where stderr is a terminal, else JSON. */
export function defaultLogFormat(): LogFormat {
  return process.stderr.isTTY ? "pretty" : "json";
}

/**
 * A logger on stderr. It writes synchronously, so that nothing is lost however the process ends. Colour is for
 * terminals only, and NO_COLOR turns it off.
 */
export function createLogger(options: LoggerOptions): Logger {
  const write = options.write ?? stderrLines();
  const pretty = (options.format ?? defaultLogFormat()) === "pretty";
  return pino(
    {
      name: options.name,
      level: options.level ?? "info",
      base: {},
      timestamp: stdTimeFunctions.isoTime,
      serializers: { error: serialiseError },
      formatters: { level: (label) => ({ level: label }) },
    },
    { write: pretty ? prettified(write) : write },
  );
}

/** With the messages of its causes, as far as it does not say the same itself. */
function serialiseError(error: Error): unknown {
  const serialised: unknown = stdSerializers.err(error);
  return error instanceof Error
    ? { ...(serialised as object), message: messageWithCauses(error) }
    : serialised;
}

function messageWithCauses({ message, cause }: Error, seen: readonly unknown[] = []): string {
  if (!(cause instanceof Error) || seen.includes(cause)) return message;
  const why = messageWithCauses(cause, [...seen, cause]);
  return message.includes(why) ? message : `${message}: ${why}`;
}

/** Writes nothing. */
export function silentLogger(): Logger {
  return createLogger({ name: "silent", level: "silent", format: "json" });
}

/** What waits for a stderr that fails, in bytes; what comes beyond it is lost. */
const mostWaitingBytes = 1024 * 1024;

/** A stderr that cannot be written, its disk being full, must not end the program: nobody is left to tell. */
function stderrLines(): (line: string) => void {
  const destination = pino.destination({ fd: 2, sync: true, maxLength: mostWaitingBytes });
  destination.on("error", () => undefined);
  return (line) => void destination.write(line);
}

function prettified(write: (line: string) => void): (line: string) => void {
  // Loaded where lines are for people: those of most processes are not.
  const { prettyFactory } = createRequire(import.meta.url)("pino-pretty") as typeof PinoPretty;
  const prettify = prettyFactory({
    colorize: process.stderr.isTTY && (process.env.NO_COLOR ?? "") === "",
    translateTime: "SYS:HH:MM:ss",
    ignore: "pid,hostname",
    singleLine: true,
    messageFormat: (fields, key) => String(fields[key]).replace(/\s+/g, " "),
  });
  return (line) => write(prettify(withoutControls(line)));
}

/**
 * A line of JSON in whose texts nothing moves a terminal's cursor, or paints: they may be another machine's. The ends of
 * a stack's lines stay.
 */
function withoutControls(line: string): string {
  return line
    .replace(/\\(u00[01][0-9a-f]|.)/g, (escape, code: string) => (/^([bfr]|u00)/.test(code) ? " " : escape))
    .replace(/[\u007f-\u009f]/g, " ");
}
