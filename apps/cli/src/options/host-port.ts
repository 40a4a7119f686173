import { InvalidArgumentError } from "commander";

/** Where to listen. */
export interface HostPort {
  /** A name or an address; one of IPv6 in brackets. */
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
}

/** `127.0.0.1:8080`, `[::1]:8080`, `name:8080`. */
export function parseHostPort(text: string): HostPort {
  const match = /^(\[[\da-f:.]+\]|[\w.-]+):(\d{1,5})$/i.exec(text);
  const host = match?.[1];
  const port = Number(match?.[2]);
  if (host === undefined || port > 65_535) {
    throw new InvalidArgumentError(
      `Expected HOST:PORT, such as 127.0.0.1:7600 or [::1]:7600, got "${text}".`,
    );
  }
  return { host, port };
}

/** The address of somebody to call: HOST:PORT with a port from 1. */
export function parseAddress(text: string): string {
  const address = parseHostPort(text);
  if (address.port === 0) throw new InvalidArgumentError(`Expected a port from 1, got "${text}".`);
  return formatHostPort(address);
}

export function formatHostPort({ host, port }: HostPort): string {
  return `${host}:${port}`;
}
