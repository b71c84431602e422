"""The peer's side of bench/protocol.ts: JSON lines on standard input and output."""

import argparse
import json
import os
import sys
import time
from statistics import median

# Standard output belongs to the protocol alone: what a library prints goes to standard error.
_answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)

CLASSES = 47
TRAINING_BATCH = 256


def options():
    parser = argparse.ArgumentParser()
    parser.add_argument("--benchmark", choices=["step", "evaluation", "inference"], required=True)
    parser.add_argument("--precision", choices=["float32", "bfloat16"], required=True)
    parser.add_argument("--threads", type=int, required=True)
    return parser.parse_args()


def serve(name, version, way, handlers):
    """Says that the peer is warm, then answers `run` requests until the input ends.

    handlers: for each kind of request, a function that takes its other fields and returns milliseconds.
    """
    _say({"ready": True, "name": name, "version": version, "way": way})
    for line in sys.stdin:
        request = json.loads(line)
        try:
            _say({"ms": handlers[request.pop("run")](**request)})
        except Exception as error:
            _say({"error": repr(error)[:500]})


def time_each(count, once):
    """Milliseconds of each of `count` calls."""
    times = []
    for _ in range(count):
        start = time.perf_counter()
        once()
        times.append((time.perf_counter() - start) * 1e3)
    return times


def fastest(ways, warm_up=2, count=5):
    """The name of the way (name -> function) with the least median, each warmed up, tried in turns."""
    times = {name: [] for name in ways}
    for once in ways.values():
        time_each(warm_up, once)
    for _ in range(count):
        for name, once in ways.items():
            times[name] += time_each(1, once)
    return min(ways, key=lambda name: median(times[name]))


def _say(message):
    print(json.dumps(message), file=_answers, flush=True)
