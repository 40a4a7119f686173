import { describe, expect, it } from "vitest";
import { EpochLog } from "./epoch-log.js";

describe("EpochLog", () => {
  it("writes a header, then a line for an epoch, as Keras does", () => {
    const log = new EpochLog();
    expect(log.lines(0, { loss: 0.5, accuracy: 1, val_loss: 0.25 })).toBe(
      "epoch,accuracy,loss,val_loss\n0,1,0.5,0.25\n",
    );
    expect(log.lines(1, { val_loss: 0.125, loss: 0.5, accuracy: 0 })).toBe("1,0,0.5,0.125\n");
  });

  it("keeps its columns where an epoch has others", () => {
    const log = new EpochLog();
    log.lines(0, { loss: 1, val_loss: 2 });
    expect(log.lines(1, { loss: 3, more: 4 })).toBe("1,3,NA\n");
  });

  it("quotes names that would break a line", () => {
    expect(new EpochLog().lines(0, { 'a,"b': NaN })).toBe('epoch,"a,""b"\n0,NaN\n');
  });
});
