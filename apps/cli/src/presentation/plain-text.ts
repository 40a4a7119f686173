/**
 * Texts of workers, clients, coordinators and files, for a terminal: none of them moves the cursor, or paints, there.
 * All that is printed for people goes through one of these.
 */

/** On one line. */
export function plainLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, " ");
}

/** On as many lines as it has. */
export function plainText(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]+/gu, " ");
}
