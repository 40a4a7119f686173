import { Option } from "commander";

/** Values of an environment variable that leave a switch off. */
const off: ReadonlySet<string> = new Set(["0", "false", "no"]);

/** An option that an environment variable of the same name sets too: `--data-dir` is LOCKSTEP_DATA_DIR. */
export function option<T>(flags: string, description: string, settings: OptionSettings<T> = {}): Option {
  const made = new Option(flags, description);
  const variable = variableOf(made);
  if (settings.choices) made.choices(settings.choices);
  if (settings.parse) made.argParser(settings.parse);
  if ("default" in settings) made.default(settings.default, settings.shown);
  if (settings.hidden) made.hideHelp();
  return isLeftOut(made, process.env[variable]) ? made : made.env(variable);
}

export interface OptionSettings<T> {
  readonly choices?: readonly string[];
  readonly parse?: (text: string) => T;
  readonly default?: T | string;
  /** The default as the help shows it. */
  readonly shown?: string;
  readonly hidden?: boolean;
}

function variableOf(made: Option): string {
  return `LOCKSTEP_${made.name().toUpperCase().replaceAll("-", "_")}`;
}

/** Commander takes a variable for set whatever it holds: an empty one too, as compose files leave it. */
function isLeftOut(made: Option, value: string | undefined): boolean {
  if (value === undefined) return false;
  return value === "" || ((made.isBoolean() || made.optional) && off.has(value.toLowerCase()));
}
