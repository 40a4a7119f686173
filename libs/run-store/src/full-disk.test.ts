import { existsSync } from "node:fs";
import { join } from "node:path";
import { EventLog } from "@lockstep/telemetry";
import { describe, expect, it } from "vitest";
import { lockFolder } from "./folder-lock.js";
import { numbered, step, submitted } from "./testing/sample-events.js";
import { mountRefusal, smallDisk } from "./testing/small-disk.js";
import { storeAt } from "./testing/temporary-stores.js";

const title = mountRefusal === undefined ? "a full disk" : `a full disk (${mountRefusal})`;

describe.skipIf(mountRefusal !== undefined)(title, () => {
  it("is told by its name, changes nothing, and the next append works when there is room", async () => {
    const disk = smallDisk(4 * 1024 * 1024);
    const store = await storeAt(join(disk.folder, "lockstep.db"), "main");
    await store.append(numbered("r", 1, submitted, step(1)));
    disk.fill(4096);
    const many = numbered("r", 3, ...Array.from({ length: 500 }, (_, index) => step(index + 2)));
    for (let attempt = 0; attempt < 3; attempt++) {
      await expect(store.append(many)).rejects.toMatchObject({
        code: "STORE_NO_SPACE",
        message: expect.stringContaining(`${store.path}: there is no space left on the disk`) as string,
      });
    }
    expect(await store.told("r")).toMatchObject({ steps: 1, sequence: 2 });
    disk.free();
    await store.append(many);
    expect((await store.steps("r", 1, 501)).map((event) => event.step)).toEqual(
      Array.from({ length: 501 }, (_, index) => index + 1),
    );
  });

  it("loses no event of a log: they are shown, kept, and written when there is room", async () => {
    const disk = smallDisk(4 * 1024 * 1024);
    const store = await storeAt(join(disk.folder, "lockstep.db"), "main");
    const troubles: (string | undefined)[] = [];
    const log = await EventLog.restore({
      now: () => 0,
      store,
      storeTroubled: (trouble) => troubles.push(trouble && (trouble as { code?: string }).code),
    });
    log.append("r", submitted);
    await log.flushed();
    disk.fill(0);
    for (let number = 1; number <= 500; number++) log.append("r", [step(number)]);
    await expect(log.flushed()).rejects.toMatchObject({ code: "STORE_NO_SPACE" });
    expect(log.sequence).toBe(501);
    disk.free();
    await log.flushed();
    expect(troubles).toEqual(["STORE_NO_SPACE", undefined]);
    expect(await store.told("r")).toEqual({ round: 499, steps: 500, sequence: 501 });
    await log.close();
  });

  it("keeps nobody from locking a folder again", () => {
    const disk = smallDisk(256 * 1024);
    const { folder } = disk;
    lockFolder(folder, "run").release();
    disk.fill(0);
    const lock = lockFolder(folder, "run");
    expect(() => lockFolder(folder, "run")).toThrow("another run has it (process unknown)");
    lock.release();
    expect(existsSync(join(folder, "run.pid"))).toBe(false);
  });

  it("is the reason where a database cannot be made", async () => {
    const disk = smallDisk(256 * 1024);
    disk.fill(0);
    await expect(storeAt(join(disk.folder, "lockstep.db"), "main")).rejects.toMatchObject({
      code: "STORE_NO_SPACE",
    });
  });
});
