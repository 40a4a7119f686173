/** Gives text to this browser's user as a file. */
export function saveText(text: string, name: string, type: string): void {
  saveBlob(new Blob([text], { type: `${type};charset=utf-8` }), name);
}

/** Gives bytes to this browser's user as a file. */
export function saveBlob(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = address;
  link.download = fileName(name);
  link.click();
  // The browser reads it after this call.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** Names of runs may have anything in them. */
export function fileName(name: string): string {
  const plain = name.replaceAll(/[^\p{L}\p{N}._]+/gu, "-").replaceAll(/^[-.]+|-+$/g, "");
  return plain === "" ? "lockstep" : plain.slice(0, 120);
}
