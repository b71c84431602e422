"""What scikit-learn says of a file of predictions, and what a report's CSV says, as JSON.

    evaluate_predictions.py predictions.csv report.csv
"""

import csv
import json
import sys

import numpy
import pandas
from sklearn import metrics

BINS = 15


def top_three(labels, probabilities, classes):
    """scikit-learn breaks ties by position; here the true class wins them, so it gets the least bit more."""
    nudged = probabilities.copy()
    own = (numpy.arange(len(labels)), numpy.searchsorted(classes, labels))
    nudged[own] = numpy.nextafter(nudged[own], 2)
    return metrics.top_k_accuracy_score(labels, nudged, k=3, labels=classes)


def calibration(labels, predicted, probabilities):
    """Bins of equal mass by rank, equals by the lowest of theirs."""
    images = pandas.DataFrame({"confidence": probabilities.max(axis=1), "hit": labels == predicted})
    rank = images["confidence"].rank(method="min").astype(int) - 1
    bins = images.groupby(BINS * rank // len(images)).agg(
        count=("hit", "size"),
        confidence=("confidence", "mean"),
        accuracy=("hit", "mean"),
        lower=("confidence", "min"),
        upper=("confidence", "max"),
    )
    gaps = (bins["accuracy"] - bins["confidence"]).abs()
    ece = float(numpy.average(gaps, weights=bins["count"]))
    return {"ece": ece, "bins": bins.to_dict("records")}


def averages(labels, predicted, classes, average):
    values = metrics.precision_recall_fscore_support(
        labels, predicted, labels=classes, average=average, zero_division=0
    )
    return dict(zip(("precision", "recall", "f1"), map(float, values[:3])))


def evaluate(table):
    columns = [name for name in table.columns if name.startswith("p_")]
    classes = numpy.array([int(name.removeprefix("p_")) for name in columns])
    probabilities = table[columns].to_numpy(dtype=numpy.float64)
    labels, predicted = table["label"].to_numpy(), table["predicted"].to_numpy()
    assert (table["index"] == numpy.arange(len(table))).all()
    assert (classes[probabilities.argmax(axis=1)] == predicted).all()
    precision, recall, f1, support = metrics.precision_recall_fscore_support(
        labels, predicted, labels=classes, zero_division=0
    )
    return {
        "count": len(labels),
        "accuracy": metrics.accuracy_score(labels, predicted),
        "loss": metrics.log_loss(labels, probabilities, labels=classes),
        "top3Accuracy": float(top_three(labels, probabilities, classes)),
        "macro": averages(labels, predicted, classes, "macro"),
        "weighted": averages(labels, predicted, classes, "weighted"),
        "perClass": [
            {
                "label": int(label),
                "precision": float(precision[at]),
                "recall": float(recall[at]),
                "f1": float(f1[at]),
                "support": int(support[at]),
                "predicted": int((predicted == label).sum()),
            }
            for at, label in enumerate(classes)
        ],
        "confusion": metrics.confusion_matrix(labels, predicted, labels=classes).tolist(),
        "calibration": calibration(labels, predicted, probabilities),
    }


def read_report(path):
    """The rows of a report; figures as numbers, empty cells as None."""
    names = ("label", "characters")
    with open(path, newline="", encoding="utf-8") as file:
        return [
            {
                column: cell if column in names else float(cell) if cell else None
                for column, cell in row.items()
            }
            for row in csv.DictReader(file, strict=True)
        ]


def main():
    predictions, report = sys.argv[1:]
    # Without this pandas may be off in the last digit.
    table = pandas.read_csv(predictions, float_precision="round_trip")
    json.dump({"expected": evaluate(table), "csv": read_report(report)}, sys.stdout)


if __name__ == "__main__":
    main()
