export {
  createLogger,
  defaultLogFormat,
  logLevels,
  silentLogger,
  type LogFields,
  type LogFormat,
  type Logger,
  type LoggerOptions,
  type LogLevel,
} from "./logger.js";
