"""Measures a library's training steps on request: one JSON object a line, in and out.

First comes {"type": "ready", "versions": {...}}, or {"type": "unavailable", "reason"} where the library cannot be
imported. Then each request has its answer, or {"type": "failed", "reason"}:

  {"open": folder}                  {"type": "opened", "contenders": [{"id", "label"}]}
  {"prepare": id, "steps": n}       {"type": "prepared", "lossBefore", "lossAfter"}: of the batch, n steps apart
  {"measure": id, "ms": n}          {"type": "measured", "msPerStep", "steps", "threads"}: of as many steps as take about
                                    so long, n at least; processor time over time
"""

import gc
import json
import os
import sys
import time

from training_case import TrainingCase

# What compilers and libraries print belongs on stderr: the protocol keeps stdout for itself.
answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)


# Where a step takes longer than this, what the processor's caches hold before it hardly matters.
LONG_STEP_MS = 25


class Contender:
    """`make()` gives a trainer, whose `run(steps)` returns when that many steps are done, and whose `loss()` is the
    batch's with the parameters as they are. It is made when it is asked for: what cannot be compiled fails alone.
    Fewer than `least_steps` at once are not measured: what a call of `run` takes of its own would count for more than it
    does in a training."""

    def __init__(self, id, label, make, least_steps=1):
        self.id, self.label, self.make, self.least_steps = id, label, make, least_steps
        self.trainer, self.step_ms = None, None

    def prepare(self, steps):
        trainer = self.make()
        before = trainer.loss()
        trainer.run(steps)
        after = trainer.loss()
        began = time.perf_counter()
        trainer.run(1)
        self.trainer, self.step_ms = trainer, 1000 * (time.perf_counter() - began)
        return {"lossBefore": before, "lossAfter": after}

    def measure(self, ms):
        """Half as many steps first, as blockOfStep says: the other contenders had the processor and its caches meanwhile."""
        steps = max(self.least_steps, round(ms / self.step_ms))
        if self.step_ms <= LONG_STEP_MS:
            self.trainer.run(max(1, round(steps / 2)))
        began, processor_began = time.perf_counter(), time.process_time()
        self.trainer.run(steps)
        seconds, processor_seconds = time.perf_counter() - began, time.process_time() - processor_began
        ms_per_step = 1000 * seconds / steps
        self.step_ms = min(self.step_ms, ms_per_step)
        return {"msPerStep": ms_per_step, "steps": steps, "threads": processor_seconds / seconds}


def say(**message):
    print(json.dumps(message), file=answers, flush=True)


def serve(open_library):
    """`open_library()` gives versions by name, and contenders of a case; or it raises ImportError."""
    try:
        versions, contenders_of = open_library()
    except (ImportError, OSError, ValueError) as error:
        # A build of PyTorch without its CUDA libraries raises the latter two.
        say(type="unavailable", reason=first_line(error))
        return
    versions["Python"] = "%d.%d.%d" % sys.version_info[:3]
    say(type="ready", versions=versions)
    contenders = {}
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if "open" in request:
                contenders.clear()
                gc.collect()
                contenders.update((one.id, one) for one in contenders_of(TrainingCase(request["open"])))
                listed = [{"id": one.id, "label": one.label} for one in contenders.values()]
                say(type="opened", contenders=listed)
            elif "prepare" in request:
                say(type="prepared", **contenders[request["prepare"]].prepare(request["steps"]))
            else:
                say(type="measured", **contenders[request["measure"]].measure(request["ms"]))
        except Exception as error:
            say(type="failed", reason="%s: %s" % (type(error).__name__, first_line(error)))


def first_line(error):
    return (str(error).strip() or type(error).__name__).split("\n")[0]
