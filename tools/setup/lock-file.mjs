import {
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

const heartbeatIntervalMs = 5_000;
/** A holder on another machine (a shared home) can only be judged by its heartbeat. */
const silenceOfTheDeadMs = 60_000;
const pollIntervalMs = 300;

/**
 * @typedef {{ pid: number, host: string, started: string, token: string }} Holder
 * @typedef {{ release: () => void }} Lock
 */

/**
 * Takes the lock at `path`, waiting while a live process holds it; one left by a dead process is taken over.
 * @param {string} path
 * @param {{ onWait?: (holder: Holder) => void, signal?: AbortSignal }} [options]
 * @returns {Promise<Lock>}
 */
export async function acquireLock(path, { onWait, signal } = {}) {
  mkdirSync(dirname(path), { recursive: true });
  const self = {
    pid: process.pid,
    host: hostname(),
    started: startOf(process.pid),
    token: `${process.pid}-${process.hrtime.bigint()}`,
  };
  let told = false;
  while (!tryToCreate(path, self)) {
    const holder = holderOf(path);
    if (holder === undefined) continue;
    if (!isAlive(holder, path)) {
      evict(path, holder);
      continue;
    }
    if (!told) onWait?.(holder);
    told = true;
    await delay(pollIntervalMs, undefined, { signal });
  }
  return held(path, self);
}

/** @param {string} path @param {Holder} self @returns {Lock} */
function held(path, self) {
  const heartbeat = setInterval(() => touch(path), heartbeatIntervalMs);
  heartbeat.unref();
  return {
    release() {
      clearInterval(heartbeat);
      if (holderOf(path)?.token === self.token) rmSync(path, { force: true });
    },
  };
}

/** A link appears with its content at once, so no reader sees a lock without its holder. @param {string} path @param {Holder} self */
function tryToCreate(path, self) {
  const draft = `${path}.${self.token}`;
  writeFileSync(draft, JSON.stringify(self));
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Undefined when the lock has just been released; a damaged one counts as held by nobody. @param {string} path @returns {Holder | undefined} */
function holderOf(path) {
  try {
    return parseHolder(readFileSync(path, "utf8"));
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "ENOENT") return undefined;
    throw error;
  }
}

/** @param {string} text @returns {Holder} */
function parseHolder(text) {
  try {
    const { pid, host, started, token } = JSON.parse(text);
    return { pid, host, started, token };
  } catch {
    return { pid: 0, host: hostname(), started: "", token: text };
  }
}

/** Moved aside before it is removed: of two that evict, only one can move it. @param {string} path @param {Holder} dead */
function evict(path, dead) {
  const aside = `${path}.dead-${process.pid}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "ENOENT") return;
    throw error;
  }
  // Somebody else may have evicted and taken it between our look and our move: then give it back.
  if (holderOf(aside)?.token !== dead.token) giveBack(aside, path);
  rmSync(aside, { force: true });
}

/** @param {string} aside @param {string} path */
function giveBack(aside, path) {
  try {
    linkSync(aside, path);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST") throw error;
  }
}

/** @param {Holder} holder @param {string} path */
function isAlive(holder, path) {
  if (holder.host !== hostname()) return millisecondsSinceHeartbeat(path) < silenceOfTheDeadMs;
  return holder.pid > 0 && exists(holder.pid) && startOf(holder.pid) === holder.started;
}

/** @param {string} path */
function millisecondsSinceHeartbeat(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? Infinity : Date.now() - stat.mtimeMs;
}

/** @param {number} pid */
function exists(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}

/** When a process started, where the system tells (Linux): a pid that was used again is another process. @param {number} pid */
function startOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return "";
  }
}

/** @param {string} path */
function touch(path) {
  try {
    const now = new Date();
    utimesSync(path, now, now);
  } catch {
    // Taken away by hand: the work goes on, and release() leaves whatever is there now alone.
  }
}
