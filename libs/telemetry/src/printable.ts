/** The beginning of a text from outside, for a message: nothing in it is a control character. */
export function printable(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, "?").slice(0, 100);
}
