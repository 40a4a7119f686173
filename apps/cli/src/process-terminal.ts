import { ProcessScreen } from "./process-screen.js";
import type { Terminal } from "./terminal.js";

/** The terminal of the process's stderr, where it has one that can be drawn on. */
export function processTerminal(): Terminal | undefined {
  const { stderr, stdin, env } = process;
  if (!stderr.isTTY || env.TERM === "dumb") return undefined;
  return {
    columns: () => stderr.columns || 80,
    rows: () => stderr.rows || 24,
    colour: !env.NO_COLOR,
    unicode: isUnicode(env),
    keys: stdin.isTTY,
    open: (user) => new ProcessScreen(user),
  };
}

/** Whether texts of that locale are UTF-8; the first variable that is set decides. */
export function isUnicode(env: Readonly<Record<string, string | undefined>>): boolean {
  const locale = [env.LC_ALL, env.LC_CTYPE, env.LANG].find((value) => value !== undefined && value !== "");
  return /utf-?8/i.test(locale ?? "");
}
