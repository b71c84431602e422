"""What statsmodels says of paired comparisons, as JSON.

    compare_predictions.py < test/fixtures/evaluation/comparisons.json

answers what it reads, figures made anew: of a case images, firstOnly and secondOnly are taken (right by the first
alone, and by the second alone); those of one list are corrected together. The interval of the difference is Bonett and Price's: statsmodels has none, so it is made here from its parts, the
Wald interval of the mean of the differences with one more of each kind, whose variance DescrStatsW takes.
"""

import json
import sys

import numpy
from scipy import stats
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.weightstats import DescrStatsW


def interval(images, first_only, second_only):
    ties = images - first_only - second_only
    differences = DescrStatsW([-1, 1, 0], weights=[first_only + 1, second_only + 1, ties], ddof=0)
    reach = stats.norm.ppf(0.975) * numpy.sqrt(differences.var / (images + 2))
    low, high = differences.mean - reach, differences.mean + reach
    return {"lower": max(float(low), -1), "upper": min(float(high), 1)}


def compare(images, first_only, second_only):
    both = images - first_only - second_only
    table = [[both, first_only], [second_only, 0]]
    return {
        "images": images,
        "firstOnly": first_only,
        "secondOnly": second_only,
        "p": float(mcnemar(table, exact=True).pvalue),
        **interval(images, first_only, second_only),
    }


def compare_together(cases):
    counts = ("images", "firstOnly", "secondOnly")
    compared = [compare(*(case[count] for count in counts)) for case in cases]
    corrected = multipletests([case["p"] for case in compared], method="holm")[1]
    return [{**case, "holmP": float(p)} for case, p in zip(compared, corrected)]


def main():
    json.dump([compare_together(cases) for cases in json.load(sys.stdin)], sys.stdout)


if __name__ == "__main__":
    main()
