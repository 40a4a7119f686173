import { once } from "node:events";
import { connect } from "node:http2";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { afterEach, expect, it } from "vitest";
import { flowControlWindowBytes, serverOptions } from "./channel-options.js";
import { bindWithWideWindow } from "./receive-window.js";

const server = new Server(serverOptions);
afterEach(() => {
  server.forceShutdown();
});

it("lets peers send megabytes before they hear that they were read, and keeps other settings", async () => {
  const port = await bindWithWideWindow(
    server,
    () =>
      new Promise<number>((resolve, reject) => {
        server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) => {
          if (error) reject(error);
          else resolve(bound);
        });
      }),
  );
  const session = connect(`http://127.0.0.1:${port}`);
  await once(session, "remoteSettings");
  expect(session.remoteSettings).toMatchObject({
    initialWindowSize: flowControlWindowBytes,
    maxConcurrentStreams: serverOptions["grpc.max_concurrent_streams"],
  });
  // What the whole connection may carry comes after the settings.
  const answered = new Promise((resolve) => session.ping(resolve));
  await answered;
  expect(session.state.remoteWindowSize).toBe(flowControlWindowBytes);
  session.destroy();
});
