import type { Http2Server, Settings } from "node:http2";
import type { Server } from "@grpc/grpc-js";
import { flowControlWindowBytes } from "./channel-options.js";

/** What grpc-js keeps to itself: 1.14 takes `grpc-node.flow_control_window` from clients alone. */
interface ServerInternals {
  readonly commonServerOptions: { settings?: Settings };
  readonly http2Servers: ReadonlyMap<Http2Server, unknown>;
}

/**
 * Binds a server whose peers may send as much before they hear that it was read as clients' peers may. With HTTP/2's
 * own 64 KiB a gradient of 400 kB waits for six answers on its way.
 * @param bind binds the server, and comes to what it says
 */
export async function bindWithWideWindow<Bound>(server: Server, bind: () => Promise<Bound>): Promise<Bound> {
  const { commonServerOptions, http2Servers } = server as unknown as ServerInternals;
  commonServerOptions.settings = {
    ...commonServerOptions.settings,
    initialWindowSize: flowControlWindowBytes,
  };
  const bound = await bind();
  for (const listener of http2Servers.keys())
    listener.on("session", (session) => session.setLocalWindowSize(flowControlWindowBytes));
  return bound;
}
