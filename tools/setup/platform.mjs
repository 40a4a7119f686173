/** The C library's version on Linux with glibc, else undefined (musl, other systems). @returns {string | undefined} */
export function glibcVersion() {
  if (process.platform !== "linux") return undefined;
  // Without this, Node.js would look up the names of every open connection for the report.
  /** @type {{ excludeNetwork?: boolean }} */ (process.report).excludeNetwork = true;
  const report = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (
    /** @type {unknown} */ (process.report.getReport())
  );
  return report.header.glibcVersionRuntime;
}

/** What native code was made for, e.g. linux-x64-glibc2.36. @returns {string} */
export function nativePlatform() {
  const glibc = glibcVersion();
  return [process.platform, process.arch, ...(glibc === undefined ? [] : [`glibc${glibc}`])].join("-");
}
