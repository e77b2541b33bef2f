"""A second computation of Equipoise's recommender, in numpy, to hold the product's own path against.

It shares nothing with packages/core/src/recommend but the formula, so that four equal digits from
both mean that both compute it.

The model (Steck 2019, "Embarrassingly shallow autoencoders", eq. 8; the diagonal is that of
Steck 2020, "Autoencoders that don't overfit towards the identity", full rank):

    W_u = floor(2^20 * k^(-t/10))        k items of subject u, t the exponent in tenths, exact integer
    G   = sum over subjects of W_u x_u x_u'                              C = the same with W_u = 1
    A   = G + diag(lambda * 2^20 + p / (1 - p) * G_ii)                   P = inverse of A
    B_ij = -P_ij / P_jj, B_jj = 0        each column j keeps its 200 largest |B_ij|, ties by item order
    score_j = sum over history of v_i * B_ij + 0.001 * C_jj / max C

Items stand in the order of the UTF-8 bytes of their ids; only items of training subjects exist.

The protocol, strong generalization (test subjects contribute nothing to training):

1. A rating of any number of stars is one play: a subject's items are the distinct items they rated.
2. h(text) is SHA-256 of the UTF-8 text. A subject is a test subject when h(subject), read as one
   big-endian integer, is 0 modulo 10, and a validation subject when it is 1.
3. A test subject's items are ordered by the hexadecimal text of h(subject + ':' + item); the first
   floor(n / 5) are held out, the rest are the history, each with value 1. Nobody with fewer than
   five items is tested.
4. Every subject who is not a test subject is trained on. (To choose hyper-parameters, test the
   validation subjects instead, and train on those who are neither: --fold 1.)
5. All items of the model but those of the history are ranked by score, ties by item order. Held
   items that the model has never seen count as misses.
6. Recall@20 divides hits by min(20, held); NDCG@100 is binary, its ideal holds min(100, held)
   items. Both are averaged over test subjects.

Usage:

    python edlae.py split RATINGS.tsv DIRECTORY [--exponent-tenths 5] [--fold 0]
        RATINGS.tsv: tab-separated, the first two fields are subject and item, with or without a
        header line that starts with "user". Writes contributions.jsonl {"items": [...], "weight": W}
        and histories.jsonl {"subject": id, "history": [[item, value], ...], "held": [item, ...]}.

    python edlae.py evaluate CONTRIBUTIONS.jsonl HISTORIES.jsonl [--lambda L] [--dropout P]
            [--neighbours 200] [--popularity 0.001]
        Prints {"recall20", "ndcg100", "subjects", "items", "seconds"} as JSON. The files may be
        those of `split` or those that the product's own path wrote.

Needs Python 3.9 and, for `evaluate`, numpy. ML-1M takes about 10 s and 0.5 GB.
"""

import argparse
import hashlib
import json
import os
import sys
import time
from collections import defaultdict

WEIGHT_ONE = 1 << 20


def main():
    options = read_arguments()
    if options.command == "split":
        split(options.ratings, options.directory, options.exponent_tenths, options.fold)
        return
    started = time.perf_counter()
    contributions = read_lines(options.contributions)
    histories = read_lines(options.histories)
    ids, weights, people = gram(contributions)
    model = prune(solve(weights, options.ridge, options.dropout), options.neighbours)
    result = evaluate(ids, model, people, histories, options.popularity)
    result["seconds"] = round(time.perf_counter() - started, 2)
    print(json.dumps(result))


def read_arguments():
    parser = argparse.ArgumentParser(description="Equipoise's recommender in numpy")
    commands = parser.add_subparsers(dest="command", required=True)
    splitter = commands.add_parser("split", help="write contributions and test histories")
    splitter.add_argument("ratings")
    splitter.add_argument("directory")
    splitter.add_argument("--exponent-tenths", type=int, default=5)
    splitter.add_argument("--fold", type=int, default=0, choices=(0, 1))
    evaluator = commands.add_parser("evaluate", help="train, rank and measure")
    evaluator.add_argument("contributions")
    evaluator.add_argument("histories")
    evaluator.add_argument("--lambda", dest="ridge", type=float, default=20.0)
    evaluator.add_argument("--dropout", type=float, default=0.5)
    evaluator.add_argument("--neighbours", type=int, default=200)
    evaluator.add_argument("--popularity", type=float, default=0.001)
    return parser.parse_args()


# The split: plain Python, so that it runs anywhere.


def split(ratings, directory, exponent_tenths, fold):
    items_of = read_ratings(ratings)
    os.makedirs(directory, exist_ok=True)
    weight_of = {}
    with open(os.path.join(directory, "contributions.jsonl"), "w") as contributions, open(
        os.path.join(directory, "histories.jsonl"), "w"
    ) as histories:
        for subject in sorted(items_of, key=str.encode):
            items = items_of[subject]
            bucket = subject_bucket(subject)
            if bucket == fold:
                history, held = hold_out(subject, items)
                if held:
                    line = {"subject": subject, "history": [[i, 1] for i in history], "held": held}
                    histories.write(json.dumps(line) + "\n")
            elif bucket > fold:
                count = len(items)
                if count not in weight_of:
                    weight_of[count] = subject_weight(count, exponent_tenths)
                line = {"items": sorted(items, key=str.encode), "weight": weight_of[count]}
                contributions.write(json.dumps(line) + "\n")


def read_ratings(path):
    items_of = defaultdict(set)
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            subject, item = line.rstrip("\n").split("\t")[:2]
            if subject != "user":
                items_of[subject].add(item)
    return items_of


def subject_bucket(subject):
    return int.from_bytes(hashlib.sha256(subject.encode()).digest(), "big") % 10


def hold_out(subject, items):
    ordered = sorted(items, key=lambda item: hashlib.sha256(f"{subject}:{item}".encode()).hexdigest())
    held_count = len(ordered) // 5
    return ordered[held_count:], ordered[:held_count]


def subject_weight(count, exponent_tenths):
    """The largest integer W with W^10 * count^t <= 2^200: integers only, so it is exact."""
    low, high = 0, WEIGHT_ONE
    scale = count**exponent_tenths
    while low < high:
        middle = (low + high + 1) // 2
        if middle**10 * scale <= 1 << 200:
            low = middle
        else:
            high = middle - 1
    return low


# Training and evaluation: numpy.


def gram(contributions):
    ids = sorted({item for line in contributions for item in line["items"]}, key=str.encode)
    ordinal = {item: at for at, item in enumerate(ids)}
    rows = numpy.zeros((len(contributions), len(ids)))
    weight = numpy.array([line["weight"] for line in contributions], dtype=float)
    for at, line in enumerate(contributions):
        rows[at, [ordinal[item] for item in line["items"]]] = 1
    # Every partial sum is an integer below 2^53, so that floating sums in any order are exact.
    return ids, rows.T @ (rows * weight[:, None]), rows.sum(axis=0)


def solve(weights, ridge, dropout):
    diagonal = numpy.diag(weights)
    system = weights + numpy.diag(ridge * WEIGHT_ONE + dropout / (1 - dropout) * diagonal)
    inverse = numpy.linalg.inv(system)
    columns = -inverse / numpy.diag(inverse)[None, :]
    numpy.fill_diagonal(columns, 0)
    return columns


def prune(columns, neighbours):
    if neighbours >= len(columns):
        return columns
    order = numpy.argsort(-numpy.abs(columns), axis=0, kind="stable")[:neighbours]
    kept = numpy.zeros_like(columns)
    numpy.put_along_axis(kept, order, numpy.take_along_axis(columns, order, axis=0), axis=0)
    return kept


def evaluate(ids, columns, people, histories, popularity):
    ordinal = {item: at for at, item in enumerate(ids)}
    background = popularity * people / people.max()
    gains = 1 / numpy.log2(numpy.arange(2, 102))
    recalls, ndcgs = [], []
    for line in histories:
        known = [(ordinal[item], value) for item, value in line["history"] if item in ordinal]
        at = numpy.array([source for source, _ in known], dtype=int)
        values = numpy.array([value for _, value in known], dtype=float)
        scores = values @ columns[at] + background
        scores[at] = -numpy.inf
        ranked = numpy.argsort(-scores, kind="stable")[:100]
        held = {ordinal.get(item, -1) for item in line["held"]}
        hits = numpy.array([target in held for target in ranked], dtype=float)
        held_count = len(line["held"])
        recalls.append(hits[:20].sum() / min(20, held_count))
        ndcgs.append((hits * gains[: len(hits)]).sum() / gains[: min(100, held_count)].sum())
    return {
        "recall20": float(numpy.mean(recalls)),
        "ndcg100": float(numpy.mean(ndcgs)),
        "subjects": len(histories),
        "items": len(ids),
    }


def read_lines(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


try:
    import numpy
except ModuleNotFoundError:
    numpy = None

if __name__ == "__main__":
    if numpy is None and "evaluate" in sys.argv[1:2]:
        sys.exit(
            "Cannot evaluate: numpy is missing. Try:\n"
            "  python3 -m venv /tmp/numpy && /tmp/numpy/bin/pip install numpy\n"
            "  /tmp/numpy/bin/python " + " ".join(sys.argv)
        )
    main()
