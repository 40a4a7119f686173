"""Measures a library's training steps on request: one JSON object a line, in and out.

First comes {"type": "ready", "versions": {...}}, or {"type": "unavailable", "reason"} where the library cannot be
imported. Then each request has its answer, or {"type": "failed", "reason"}:

  {"open": folder}                  {"type": "opened", "contenders": [{"id", "label"}]}
  {"prepare": id, "steps": n}       {"type": "prepared", "lossBefore", "lossAfter"}: of the batch, n steps apart
  {"measure": id, "steps": n, "warmUpSteps": n}
                                    {"type": "measured", "msPerStep", "threads"}: processor time over time
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


class Contender:
    """`make()` gives a trainer, whose `run(steps)` returns when that many steps are done, and whose `loss()` is the
    batch's with the parameters as they are. It is made when it is asked for: what cannot be compiled fails alone."""

    def __init__(self, id, label, make):
        self.id, self.label, self.make, self.trainer = id, label, make, None


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
                say(type="prepared", **prepare(contenders[request["prepare"]], request["steps"]))
            else:
                say(type="measured", **measure(contenders[request["measure"]].trainer, request))
        except Exception as error:
            say(type="failed", reason="%s: %s" % (type(error).__name__, first_line(error)))


def first_line(error):
    return (str(error).strip() or type(error).__name__).split("\n")[0]


def prepare(contender, steps):
    trainer = contender.make()
    before = trainer.loss()
    trainer.run(steps)
    after = trainer.loss()
    contender.trainer = trainer
    return {"lossBefore": before, "lossAfter": after}


def measure(trainer, request):
    """Some steps first: the other contenders had the processor's caches meanwhile."""
    steps, warm_up_steps = request["steps"], request["warmUpSteps"]
    if warm_up_steps > 0:
        trainer.run(warm_up_steps)
    began, processor_began = time.perf_counter(), time.process_time()
    trainer.run(steps)
    seconds, processor_seconds = time.perf_counter() - began, time.process_time() - processor_began
    return {"msPerStep": seconds * 1000 / steps, "threads": processor_seconds / seconds}
