import type { IncomingHttpHeaders } from "node:http";
import { printable } from "./printable.js";

/** Host names that a request may be addressed to; "any" trusts what stands before the listener. */
export type HostPolicy = ReadonlySet<string> | "any";

const loopbackNames: readonly string[] = ["localhost", "127.0.0.1", "[::1]"];

/**
 * A listener on loopback answers to loopback names only, so that no web page reaches it through a DNS name that
 * points here (DNS rebinding). Other listeners answer to `allowedHosts`, or to any name where none are given.
 */
export function hostPolicy(listenHost: string, allowedHosts?: readonly string[]): HostPolicy {
  const allowed = (allowedHosts ?? []).map((host) => host.toLowerCase());
  if (isLoopback(listenHost)) return new Set([...loopbackNames, bracketed(listenHost), ...allowed]);
  return allowed.length === 0 ? "any" : new Set(allowed);
}

/** Whether only this machine can reach a listener on that host. */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase();
  return name === "localhost" || name === "::1" || name === "[::1]" || /^127(\.\d{1,3}){3}$/.test(name);
}

/**
 * Why a request is refused, naming the header; undefined where it is not. A browser sends Origin with what scripts
 * of a page ask for: only pages of the host that is asked may ask.
 */
export function refusal(headers: IncomingHttpHeaders, policy: HostPolicy): string | undefined {
  const host = parseHost(headers.host);
  if (host === undefined) return "Host: expected the name of this server, got none that can be read";
  if (policy !== "any" && !policy.has(host.hostname)) {
    return `Host: "${host.hostname}" is not a name of this server; expected one of ${[...policy].join(", ")}`;
  }
  const { origin } = headers;
  if (origin === undefined || originHost(origin) === host.host) return undefined;
  return `Origin: "${printable(origin)}" may not ask this server; expected none, or http://${host.host}`;
}

function parseHost(header: string | undefined): { host: string; hostname: string } | undefined {
  if (header === undefined || !/^[\w.\-:[\]]+$/.test(header)) return undefined;
  const url = URL.canParse(`http://${header}`) ? new URL(`http://${header}`) : undefined;
  return url && { host: url.host, hostname: url.hostname };
}

function originHost(origin: string): string | undefined {
  // `null` and other opaque origins do not parse.
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}

function bracketed(host: string): string {
  return host.includes(":") && !host.startsWith("[") ? `[${host}]` : host.toLowerCase();
}
