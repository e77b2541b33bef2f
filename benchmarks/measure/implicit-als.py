"""Implicit ALS (Hu, Koren and Volinsky 2008) by the library `implicit`, with the settings that its
authors give it, to be timed beside the kernels: prints a line of JSON.

python3 implicit-als.py TRAIN TEST: files of lists, "person item item ...".
"""

import json
import sys
import time

import implicit
import numpy
from scipy.sparse import csr_matrix


def read(path):
    with open(path, encoding="utf8") as lines:
        rows = [[int(part) for part in line.split()] for line in lines]
    return {row[0]: sorted(set(row[1:])) for row in rows if len(row) > 1}


def main():
    train, test = read(sys.argv[1]), read(sys.argv[2])
    people = list(train)
    items = 1 + max(max(held) for held in train.values())
    starts = numpy.cumsum([0] + [len(train[person]) for person in people])
    held = numpy.concatenate([train[person] for person in people])
    ones = numpy.ones(len(held), dtype=numpy.float32)
    matrix = csr_matrix((ones, held, starts), shape=(len(people), items))
    model = implicit.als.AlternatingLeastSquares(random_state=1)
    started, processor = time.perf_counter(), time.process_time()
    model.fit(matrix, show_progress=False)
    seconds, processor = time.perf_counter() - started, time.process_time() - processor
    discounts = 1 / numpy.log2(numpy.arange(2, 22))
    gains = []
    asked = [row for row, person in enumerate(people) if set(test.get(person, [])) - set(train[person])]
    found, _ = model.recommend(asked, matrix[asked], N=20, filter_already_liked_items=True)
    for ranked, row in zip(found, asked):
        fresh = set(test[people[row]]) - set(train[people[row]])
        hits = numpy.array([item in fresh for item in ranked])
        gains.append(discounts[hits].sum() / discounts[: min(20, len(fresh))].sum())
    settings = {
        "factors": model.factors,
        "regularization": model.regularization,
        "alpha": getattr(model, "alpha", 1.0),
        "iterations": model.iterations,
    }
    print(
        json.dumps(
            {
                "version": implicit.__version__,
                "settings": settings,
                "seconds": round(seconds, 2),
                "processorSeconds": round(processor, 2),
                "ndcg20": round(float(numpy.mean(gains)), 4),
            }
        )
    )


main()
