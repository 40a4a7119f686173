import { readFile } from "node:fs/promises";
import { isLoopback } from "@lockstep/telemetry/request-policy";
import { CliError } from "../cli-error.js";
import type { Io } from "../io.js";
import { formatHostPort, type HostPort } from "./host-port.js";

/** The token of `--token-file`, else of LOCKSTEP_TOKEN, else none. @throws {CliError} for one that cannot be used. */
export async function readToken(
  tokenFile: string | undefined,
  io: Pick<Io, "env">,
): Promise<string | undefined> {
  if (tokenFile === undefined) return tokenOfEnvironment(io);
  return checkToken(`--token-file ${tokenFile}`, (await readTokenFile(tokenFile)).trim());
}

function tokenOfEnvironment(io: Pick<Io, "env">): string | undefined {
  const token = io.env.LOCKSTEP_TOKEN?.trim() ?? "";
  return token === "" ? undefined : checkToken("LOCKSTEP_TOKEN", token);
}

/** The token itself is a secret: what is wrong with it is told without it. */
function checkToken(source: string, token: string): string {
  if (/^[\x21-\x7e]{8,4096}$/.test(token)) return token;
  throw new CliError("usage", `${source}: expected one line of 8 to 4096 printable ASCII characters`);
}

async function readTokenFile(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    throw new CliError("usage", `--token-file ${path}: cannot be read: ${(cause as Error).message}`, {
      cause,
    });
  }
}

/** Others than this machine may only connect where a token keeps strangers out. @throws {CliError} */
export function requireToken(flag: string, address: HostPort, token: string | undefined): void {
  if (token !== undefined || isLoopback(address.host)) return;
  throw new CliError(
    "usage",
    `${flag} ${formatHostPort(address)}: an address that other machines reach needs a token: ` +
      "give one with --token-file FILE (or LOCKSTEP_TOKEN), or listen on 127.0.0.1",
  );
}
