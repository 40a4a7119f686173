"""unpack-wheel.py WHEEL FOLDER: libtensorflow and the headers that tfjs-node includes, out of a tensorflow-cpu wheel.

The files get the layout of TensorFlow's own C library: FOLDER/lib and FOLDER/include. zipfile checks each file's CRC.
"""

import os
import shutil
import sys
import zipfile

LIBRARIES = ("libtensorflow_cc.so.2", "libtensorflow_framework.so.2")
# Of the wheel's 270 MB of headers only the C interface's are needed, and what they include.
HEADERS = ("tensorflow/c/", "tensorflow/core/platform/ctstring", "tsl/platform/ctstring", "xla/tsl/c/")
NOTICES = ("THIRD_PARTY_NOTICES.txt", "include/LICENSE")


def target_of(name):
    """Where a file of the wheel goes, or None when it isn't needed."""
    if not name.startswith("tensorflow/") or name.endswith("/"):
        return None
    inner = name[len("tensorflow/") :]
    if inner in LIBRARIES:
        return os.path.join("lib", inner)
    if inner in NOTICES:
        return os.path.basename(inner)
    if inner.startswith("include/") and inner[len("include/") :].startswith(HEADERS):
        return inner
    return None


def unpack(wheel, folder):
    found = set()
    for member in wheel.infolist():
        target = target_of(member.filename)
        if target is None:
            continue
        found.add(target)
        path = os.path.join(folder, target)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with wheel.open(member) as source, open(path, "wb") as out:
            shutil.copyfileobj(source, out, 1 << 20)
    missing = {os.path.join("lib", name) for name in LIBRARIES} - found
    if missing:
        sys.exit("the wheel lacks " + ", ".join(sorted(missing)))


with zipfile.ZipFile(sys.argv[1]) as opened:
    unpack(opened, sys.argv[2])
