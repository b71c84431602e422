"""What other programs make of a run folder, as JSON: safetensors, pandas and TensorBoard.

    read_run.py FOLDER
"""

import json
import sys
from pathlib import Path

import pandas
from safetensors import safe_open
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator


def checkpoint(path):
    with safe_open(path, framework="numpy") as file:
        return {
            "metadata": {key: json.loads(text) for key, text in file.metadata().items()},
            "tensors": {
                name: {
                    "shape": list(file.get_tensor(name).shape),
                    "dtype": str(file.get_tensor(name).dtype),
                    "sum": float(file.get_tensor(name).astype("float64").sum()),
                }
                for name in file.keys()
            },
        }


def metrics(path):
    table = pandas.read_json(path, lines=True)
    epochs = table[table["kind"] == "epoch"]
    return {
        "columns": list(table.columns),
        "lines": len(table),
        "epochs": epochs[["epoch", "step", "steeringLoss"]].to_dict("records"),
        "recalls": [len(recalls) for recalls in epochs["validationRecall"]],
    }


def scalars(folder):
    events = EventAccumulator(str(folder), size_guidance={"scalars": 0, "tensors": 0})
    events.Reload()
    tags = events.Tags()
    return {tag: [event.step for event in events.Tensors(tag)] for tag in tags["tensors"]} | {
        tag: [event.step for event in events.Scalars(tag)] for tag in tags["scalars"]
    }


def main():
    folder = Path(sys.argv[1])
    answer = {
        "last": checkpoint(folder / "checkpoints/last.safetensors"),
        "best": checkpoint(folder / "checkpoints/best.safetensors"),
        "metrics": metrics(folder / "metrics.jsonl"),
        "scalars": scalars(folder),
    }
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
