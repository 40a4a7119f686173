"""Measures a library's training steps on request: one JSON object a line, in and out.

First comes {"type": "ready", "versions": {...}, "contenders": [{"id", "label"}]}, or {"type": "unavailable", "reason"}
where the library cannot be imported. Then each {"contender", "steps"} is answered by {"type": "measured",
"msPerStep"} or {"type": "failed", "reason"}.
"""

import json
import sys
import time

BATCH, STEPS, FEATURES, UNITS = 32, 10, 1, 10


class Contender:
    """`run(steps)` takes that many training steps and returns when they are done."""

    def __init__(self, id, label, run):
        self.id, self.label, self.run = id, label, run


def say(**message):
    print(json.dumps(message), flush=True)


def serve(open_library):
    """`open_library` gives versions by name and contenders, or raises ImportError."""
    try:
        versions, contenders = open_library()
    except ImportError as error:
        say(type="unavailable", reason=str(error))
        return
    versions["Python"] = "%d.%d.%d" % sys.version_info[:3]
    say(type="ready", versions=versions, contenders=[{"id": c.id, "label": c.label} for c in contenders])
    by_id = {contender.id: contender for contender in contenders}
    for line in sys.stdin:
        request = json.loads(line)
        try:
            say(type="measured", msPerStep=measure(by_id[request["contender"]].run, request["steps"]))
        except Exception as error:
            say(type="failed", reason="%s: %s" % (type(error).__name__, str(error).strip().split("\n")[0]))


def measure(run, steps):
    """A tenth of the block first: the other contenders had the processor's caches meanwhile."""
    run(max(1, steps // 10))
    began = time.perf_counter()
    run(steps)
    return (time.perf_counter() - began) * 1000 / steps
