/** Four digits, without those that say nothing: `0.1235`, `12`, `-1.5e-7`. */
export function formatNumber(value: number): string {
  return `${Number(value.toPrecision(4))}`;
}

/** A text of a data file on a line of a terminal: what that would act on is written as JSON does. */
export function formatText(text: string): string {
  return text.replace(/\p{Cc}/gu, (code) => `\\u${code.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** The same in quotes, where blanks count too. */
export function formatToken(token: string): string {
  return formatText(JSON.stringify(token));
}
