/** A folder in which Linux shows the processor time that a group of processes may use. */
export interface CgroupFolder {
  readonly version: 1 | 2;
  readonly folder: string;
}

/**
 * The groups that limit this process: its own and all that hold it, as far as they are visible. Both versions may be
 * mounted at once.
 * @see https://man7.org/linux/man-pages/man7/cgroups.7.html and proc_pid_mountinfo(5)
 */
export function cgroupFolders(read: (file: string) => string | undefined): readonly CgroupFolder[] {
  const paths = groupPaths(read("/proc/self/cgroup") ?? "");
  const mounts = (read("/proc/self/mountinfo") ?? "").split("\n").flatMap(mountOf);
  return mounts.flatMap(({ version, root, point }) => {
    const path = paths.get(version);
    if (path === undefined) return [];
    return upwards(beneath(root, path)).map((inner) => ({ version, folder: point + inner }));
  });
}

/** This process's groups by version, from lines `id:controllers:path`; version 2 has no controllers there. */
function groupPaths(text: string): Map<1 | 2, string> {
  const paths = new Map<1 | 2, string>();
  for (const line of text.split("\n")) {
    const [, id, controllers = "", path = ""] = /^(\d+):([^:]*):(.*)$/.exec(line) ?? [];
    if (id === "0" && controllers === "") paths.set(2, path);
    else if (controllers.split(",").includes("cpu")) paths.set(1, path);
  }
  return paths;
}

interface Mount {
  readonly version: 1 | 2;
  /** The group that is shown at the mount point. */
  readonly root: string;
  readonly point: string;
}

/** From a line `id parent device root point options [tags] - type source options`. */
function mountOf(line: string): readonly Mount[] {
  const [before = "", after = ""] = line.split(" - ");
  const [, , , root, point] = before.split(" ").map(unescaped);
  const [type, , options = ""] = after.split(" ");
  if (root === undefined || point === undefined) return [];
  if (type === "cgroup2") return [{ version: 2, root, point }];
  return type === "cgroup" && options.split(",").includes("cpu") ? [{ version: 1, root, point }] : [];
}

/** Spaces and the like are written as octal numbers. */
function unescaped(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, code: string) => String.fromCharCode(parseInt(code, 8)));
}

/** The group's folder within the mount; the mount itself where a container does not show where in it we are. */
function beneath(root: string, path: string): string {
  const prefix = root === "/" ? "" : root;
  const isBeneath = path.startsWith(`${prefix}/`) && !path.includes("/..");
  return isBeneath ? path.slice(prefix.length).replace(/\/$/, "") : "";
}

/** "/a/b" gives "/a/b", "/a", "". */
function upwards(path: string): readonly string[] {
  const folders = path.split("/");
  return folders.map((_, index) => folders.slice(0, folders.length - index).join("/"));
}
