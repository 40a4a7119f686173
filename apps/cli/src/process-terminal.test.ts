import { describe, expect, it } from "vitest";
import { isUnicode } from "./process-terminal.js";

describe("the locale", () => {
  it.each([
    [{ LANG: "en_US.UTF-8" }, true],
    [{ LANG: "C.utf8" }, true],
    [{ LANG: "C" }, false],
    [{}, false],
    [{ LANG: "en_US.UTF-8", LC_ALL: "POSIX" }, false],
    [{ LANG: "C", LC_CTYPE: "C.UTF-8" }, true],
    [{ LANG: "en_US.UTF-8", LC_ALL: "" }, true],
  ])("%j shows more than ASCII: %s", (env, expected) => {
    expect(isUnicode(env)).toBe(expected);
  });
});
