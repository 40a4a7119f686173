import { describe, expect, it } from "vitest";
import { parseOptions } from "./benchmark-options.js";

describe("parseOptions", () => {
  it("takes none", () => {
    expect(parseOptions([])).toEqual({ quick: false, json: false, installPeers: false, help: false });
  });

  it("takes all", () => {
    const all = { quick: true, json: true, installPeers: true, help: true };
    expect(parseOptions(["--quick", "--json", "--install-peers", "-h"])).toEqual(all);
  });

  it("refuses what it does not know", () => {
    expect(() => parseOptions(["--fast"])).toThrow("--fast");
    expect(() => parseOptions(["extra"])).toThrow("extra");
  });
});
