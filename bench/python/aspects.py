"""The Python side of bench/aspects-speed.ts: scikit-learn's k-means with the same rows, clusters and starts, and
assignment by a numpy product. Reads a JSON task on stdin, writes a JSON answer on stdout."""

import json
import sys
import time

import numpy as np
from sklearn.cluster import KMeans

task = json.load(sys.stdin)
rows = np.fromfile(task["rows"], dtype=np.float32).reshape(-1, task["width"])
timings = {"fit": [], "assign": []}
for repeat in range(task["repeats"]):
    start = time.perf_counter()
    model = KMeans(
        n_clusters=task["clusters"], n_init=task["starts"], max_iter=task["iterations"], tol=0, random_state=repeat
    ).fit(rows)
    timings["fit"].append(time.perf_counter() - start)
    centres = model.cluster_centers_.astype(np.float32)
    centres /= np.linalg.norm(centres, axis=1, keepdims=True)
    start = time.perf_counter()
    (rows @ centres.T).argmax(axis=1)
    timings["assign"].append(time.perf_counter() - start)
json.dump(timings, sys.stdout)
