import { describe, expect, it } from "vitest";
import { parseOptions, usage } from "./benchmark-options.js";
import { partNames } from "./parts/part-names.js";
import { shapes } from "./shapes/shape.js";

describe("parseOptions", () => {
  it("takes none", () => {
    expect(parseOptions([])).toEqual({
      ...{ quick: false, json: false, installPeers: false, help: false },
      ...{ parts: partNames, shapes },
    });
  });

  it("takes all", () => {
    const options = [
      ...["--quick", "--json", "--install-peers", "-h"],
      ...["--only", "slots,peers", "--shape", "notebook", "--backend", "wasm,tensorflow"],
    ];
    expect(parseOptions(options)).toEqual({
      ...{ quick: true, json: true, installPeers: true, help: true },
      parts: ["peers", "slots"],
      shapes: [shapes[0]],
      backends: ["wasm", "tensorflow"],
    });
  });

  it("measures of some shapes what is measured of shapes", () => {
    const { parts, shapes: chosen } = parseOptions(["--shape", "lstm-512,gru-128"]);
    expect(parts).toEqual(["peers", "slots", "profile", "flow"]);
    expect(chosen.map(({ id }) => id)).toEqual(["gru-128", "lstm-512"]);
  });

  it("refuses what it does not know", () => {
    expect(() => parseOptions(["--fast"])).toThrow("--fast");
    expect(() => parseOptions(["extra"])).toThrow("extra");
    expect(() => parseOptions(["--only", "peers,nothing"])).toThrow(
      '--only: expected some of peers, slots, profile, flow, cluster, layers, machinery, load, processes, got "nothing"',
    );
    expect(() => parseOptions(["--shape", ""])).toThrow("--shape: expected some of notebook, lstm-128");
  });
});

it("names every part and shape in its usage", () => {
  for (const name of [...partNames, ...shapes.map(({ id }) => id)]) expect(usage).toContain(` ${name} `);
});
