import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";

/** Both ends of a connection through the proxy. */
interface Pair {
  readonly near: Socket;
  readonly far: Socket;
}

/** A TCP proxy in front of a server on this machine: connections through it can be cut, or fall silent. */
export class TcpProxy {
  readonly #pairs = new Set<Pair>();
  #isSilent = false;

  private constructor(
    private readonly server: Server,
    readonly address: string,
  ) {}

  /** @param target host:port of the server; it need not be there all the time */
  static async open(target: string): Promise<TcpProxy> {
    const server = createServer();
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const proxy = new TcpProxy(server, `127.0.0.1:${(server.address() as AddressInfo).port}`);
    const [host = "", port = ""] = target.split(":");
    server.on("connection", (near) => proxy.#join(near, connect(Number(port), host)));
    return proxy;
  }

  /** Ends all connections, as a network that drops them with a reset. */
  cut(): void {
    for (const { near, far } of this.#pairs) {
      near.resetAndDestroy();
      far.resetAndDestroy();
    }
  }

  /** From now on nothing passes, either way, and nobody is told: connections are half-open. */
  silence(): void {
    this.#isSilent = true;
    for (const { near, far } of this.#pairs) {
      near.pause();
      far.pause();
    }
  }

  /** What was held up passes on. */
  restore(): void {
    this.#isSilent = false;
    for (const { near, far } of this.#pairs) {
      near.resume();
      far.resume();
    }
  }

  async close(): Promise<void> {
    this.cut();
    this.server.close();
    await once(this.server, "close");
  }

  #join(near: Socket, far: Socket): void {
    const pair = { near, far };
    this.#pairs.add(pair);
    pass(near, far);
    pass(far, near);
    if (this.#isSilent) {
      near.pause();
      far.pause();
    }
    const forget = (): void => {
      this.#pairs.delete(pair);
      near.destroy();
      far.destroy();
    };
    near.on("close", forget);
    far.on("close", forget);
  }
}

function pass(from: Socket, to: Socket): void {
  // A reset is what a proxy that cuts makes; the socket's end is what counts.
  from.on("error", () => to.destroy());
  from.on("data", (bytes) => to.write(bytes));
  from.on("end", () => to.end());
}
