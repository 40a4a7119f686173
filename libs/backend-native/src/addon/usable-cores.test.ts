import { availableParallelism } from "node:os";
import { expect, it } from "vitest";
import { usableCores } from "./usable-cores.js";

const mountedV2 = "31 23 0:27 / /sys/fs/cgroup rw,nosuid,nodev shared:9 - cgroup2 cgroup2 rw,nsdelegate";
const mountedV1 =
  "36 32 0:33 / /sys/fs/cgroup/cpu,cpuacct rw,nosuid shared:12 - cgroup cgroup rw,cpu,cpuacct\n" +
  "37 32 0:34 / /sys/fs/cgroup/memory rw,nosuid shared:13 - cgroup cgroup rw,memory";

/** Usable ones of 8 where the system has these files. */
const coresWith = (files: Record<string, string>, affinity = 8) =>
  usableCores({ affinity, read: (file) => files[file] });

const version2 = (path: string, quotas: Record<string, string>, mountinfo = mountedV2) =>
  coresWith({ "/proc/self/cgroup": `0::${path}`, "/proc/self/mountinfo": mountinfo, ...quotas });

const version1 = (path: string, quotas: Record<string, string>, mountinfo = mountedV1) =>
  coresWith({
    "/proc/self/cgroup": `7:memory:${path}\n4:cpu,cpuacct:${path}\n0::/`,
    "/proc/self/mountinfo": mountinfo,
    ...quotas,
  });

it("counts the cores of the affinity where nothing limits the time", () => {
  expect(coresWith({})).toBe(8);
  expect(version2("/", { "/sys/fs/cgroup/cpu.max": "max 100000" })).toBe(8);
  expect(version1("/", { "/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us": "-1" })).toBe(8);
});

it.each([
  ["200000 100000", 2],
  ["250000 100000", 2],
  ["50000 100000", 1],
  ["10000 5000", 2],
  ["1600000 100000", 8],
  ["max 100000", 8],
])("takes %s of version 2 for %i", (quota, cores) => {
  expect(version2("/", { "/sys/fs/cgroup/cpu.max": quota })).toBe(cores);
});

it.each([
  ["300000", "100000", 3],
  ["150000", "100000", 1],
  ["-1", "100000", 8],
])("takes %s of %s of version 1 for %i", (quota, period, cores) => {
  const folder = "/sys/fs/cgroup/cpu,cpuacct/kubepods/pod1";
  const quotas = { [`${folder}/cpu.cfs_quota_us`]: quota, [`${folder}/cpu.cfs_period_us`]: period };
  expect(version1("/kubepods/pod1", quotas)).toBe(cores);
});

it("takes the narrowest of all groups that hold it", () => {
  const quotas = {
    "/sys/fs/cgroup/a/b/c/cpu.max": "max 100000",
    "/sys/fs/cgroup/a/b/cpu.max": "300000 100000",
    "/sys/fs/cgroup/a/cpu.max": "700000 100000",
  };
  expect(version2("/a/b/c", quotas)).toBe(3);
  expect(version2("/a", quotas)).toBe(7);
});

it("finds the group in a container that mounts its own part of the tree", () => {
  const mount = mountedV2.replace(" / ", " /docker/4f ");
  expect(version2("/docker/4f", { "/sys/fs/cgroup/cpu.max": "100000 100000" }, mount)).toBe(1);
  expect(version2("/docker/4f/job", { "/sys/fs/cgroup/job/cpu.max": "200000 100000" }, mount)).toBe(2);
});

it.each(["/../../x", "/elsewhere"])("looks at the mount where %s is not in it", (path) => {
  const mount = mountedV2.replace(" / ", " /docker/4f ");
  expect(version2(path, { "/sys/fs/cgroup/cpu.max": "300000 100000" }, mount)).toBe(3);
});

it("reads mount points with spaces", () => {
  const mount = mountedV2.replace("/sys/fs/cgroup", "/my\\040groups");
  expect(version2("/", { "/my groups/cpu.max": "400000 100000" }, mount)).toBe(4);
});

it.each(["", "nonsense", "0 0", "-5 100000", "100000"])("knows no limit in %o", (quota) => {
  expect(version2("/", { "/sys/fs/cgroup/cpu.max": quota })).toBe(8);
});

it("never exceeds the affinity, on this machine either", () => {
  const files = {
    "/proc/self/cgroup": "0::/",
    "/proc/self/mountinfo": mountedV2,
    "/sys/fs/cgroup/cpu.max": "400000 100000",
  };
  expect(coresWith(files, 3)).toBe(3);
  expect(usableCores()).toBeGreaterThanOrEqual(1);
  expect(usableCores()).toBeLessThanOrEqual(availableParallelism());
});
