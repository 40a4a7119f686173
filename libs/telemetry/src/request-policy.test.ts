import { describe, expect, it } from "vitest";
import { hostPolicy, isLoopback, refusal } from "./request-policy.js";

const loopback = hostPolicy("127.0.0.1");

describe("hostPolicy", () => {
  it.each(["localhost", "localhost:80", "127.0.0.1:8080", "[::1]:9", "LOCALHOST"])(
    "on loopback answers to %s",
    (host) => expect(refusal({ host }, loopback)).toBeUndefined(),
  );

  it.each([
    "evil.example",
    "evil.example:8080",
    "127.0.0.1.evil.example",
    "10.0.0.1",
    "localhost@evil.example",
    "",
  ])("on loopback refuses %j and names the header", (host) =>
    expect(refusal({ host }, loopback)).toMatch(/^Host: /),
  );

  it("refuses a request without Host", () => {
    expect(refusal({}, "any")).toMatch(/^Host: /);
  });

  it("elsewhere answers to any name, or to those allowed", () => {
    expect(refusal({ host: "gpu-box:1" }, hostPolicy("0.0.0.0"))).toBeUndefined();
    expect(refusal({ host: "gpu-box:1" }, hostPolicy("0.0.0.0", ["GPU-box"]))).toBeUndefined();
    expect(refusal({ host: "other:1" }, hostPolicy("0.0.0.0", ["gpu-box"]))).toMatch(/^Host: "other"/);
  });

  it("on loopback answers to names that are allowed besides", () => {
    expect(refusal({ host: "proxy.example" }, hostPolicy("::1", ["proxy.example"]))).toBeUndefined();
  });
});

describe("Origin", () => {
  const host = "localhost:8080";

  it("may be absent or of the same host", () => {
    expect(refusal({ host, origin: "http://localhost:8080" }, loopback)).toBeUndefined();
    expect(refusal({ host: "box", origin: "https://box" }, "any")).toBeUndefined();
  });

  it.each(["http://evil.example", "http://localhost:9090", "null", "nonsense", "http://localhost"])(
    "may not be %s",
    (origin) => expect(refusal({ host, origin }, loopback)).toMatch(/^Origin: /),
  );
});

describe("isLoopback", () => {
  it("tells loopback from other addresses", () => {
    expect(["127.0.0.1", "127.1.2.3", "localhost", "::1", "[::1]"].every(isLoopback)).toBe(true);
    expect(["0.0.0.0", "::", "10.0.0.1", "127.example.com", "localhost.example"].some(isLoopback)).toBe(
      false,
    );
  });
});
