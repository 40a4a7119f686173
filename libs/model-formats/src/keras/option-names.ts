/** `return_sequences` -> `returnSequences`; `beta_1` -> `beta1`. */
export function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** `returnSequences` -> `return_sequences`. No option of a layer has a digit after an underscore. */
export function underscored(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
