import { describe, expect, it } from "vitest";
import { connectionReason } from "./connection-reason.js";

const wrapped = (reason: string): string =>
  `No connection established. Last error: ${reason}. Resolution note: `;

describe("connectionReason", () => {
  it("gives the system's reason without what gRPC says around it", () => {
    expect(connectionReason(wrapped("Error: connect ECONNREFUSED 127.0.0.1:1"))).toBe(
      "connect ECONNREFUSED 127.0.0.1:1",
    );
    expect(connectionReason(wrapped("Failed to connect (2026-11-25T16:18:59.629Z)"))).toBe(
      "Failed to connect",
    );
    expect(connectionReason("Connection dropped")).toBe("Connection dropped");
  });

  it.each([wrapped("Protocol error (2026-11-25T16:18:59.617Z)"), "Received HTTP status code 404"])(
    "says that something else than a coordinator answers: %s",
    (details) => {
      expect(connectionReason(details)).toMatch(
        /^what answers there is no coordinator's gRPC \(.*\); expected .* --listen, not of its --http$/,
      );
      expect(connectionReason(details)).not.toContain("2026");
    },
  );
});
