"""Dense EASE (Steck 2019) in numpy, to be timed beside the kernels: prints a line of JSON.

python3 dense-ease.py TRAIN TEST LAMBDA: files of lists, "person item item ...".
"""

import json
import sys
import time

import numpy


def read(path):
    with open(path, encoding="utf8") as lines:
        rows = [[int(part) for part in line.split()] for line in lines]
    return {row[0]: sorted(set(row[1:])) for row in rows if len(row) > 1}


def main():
    train, test = read(sys.argv[1]), read(sys.argv[2])
    items = 1 + max(max(held) for held in train.values())
    people = list(train)
    started, processor = time.perf_counter(), time.process_time()
    x = numpy.zeros((len(people), items), dtype=numpy.float32)
    for row, person in enumerate(people):
        x[row, train[person]] = 1
    gram = (x.T @ x).astype(numpy.float64)
    gram[numpy.diag_indices(items)] += float(sys.argv[3])
    inverse = numpy.linalg.inv(gram)
    weights = (inverse / -numpy.diag(inverse)).astype(numpy.float32)
    numpy.fill_diagonal(weights, 0)
    seconds, processor = time.perf_counter() - started, time.process_time() - processor
    discounts = 1 / numpy.log2(numpy.arange(2, 22))
    gains = []
    for row, person in enumerate(people):
        held = test.get(person, [])
        fresh = set(held) - set(train[person])
        if not fresh:
            continue
        scores = x[row] @ weights
        scores[train[person]] = -numpy.inf
        ranked = numpy.argsort(-scores, kind="stable")[:20]
        hits = numpy.array([item in fresh for item in ranked])
        gains.append(discounts[hits].sum() / discounts[: min(20, len(fresh))].sum())
    told = {"seconds": round(seconds, 2), "processorSeconds": round(processor, 2)}
    print(json.dumps({**told, "ndcg20": round(float(numpy.mean(gains)), 4)}))


main()
