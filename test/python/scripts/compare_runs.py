"""What NumPy and statsmodels make of the answers that two measurements have kept, as JSON.

    compare_runs.py BASELINE.safetensors OTHER.safetensors
"""

import json
import sys

import numpy
from compare_predictions import compare
from safetensors import safe_open
from sklearn import metrics


def read(path):
    with safe_open(path, framework="numpy") as file:
        metadata = {key: json.loads(text) for key, text in file.metadata().items()}
        return metadata, {name: file.get_tensor(name) for name in file.keys()}


def described(metadata, tensors):
    actual, predicted = tensors["actual"], tensors["top"][:, 0]
    return {
        "part": metadata["part"],
        "dataset": metadata["dataset"]["name"],
        "types": {name: str(values.dtype) for name, values in tensors.items()},
        "images": len(actual),
        "rising": bool((numpy.diff(tensors["place"]) > 0).all()),
        "confusion": metrics.confusion_matrix(actual, predicted).tolist(),
        "falling": bool((numpy.diff(tensors["probability"], axis=1) <= 0).all()),
    }


def main():
    (about, baseline), (about_other, other) = map(read, sys.argv[1:])
    assert (baseline["place"] == other["place"]).all()
    right = [tensors["top"][:, 0] == tensors["actual"] for tensors in (baseline, other)]
    first_only, second_only = (right[0] & ~right[1]).sum(), (~right[0] & right[1]).sum()
    answer = {
        "baseline": described(about, baseline),
        "other": described(about_other, other),
        "comparison": compare(len(right[0]), int(first_only), int(second_only)),
    }
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
