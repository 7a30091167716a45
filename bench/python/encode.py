"""The Python side of bench/encode.ts: the same ONNX file by onnxruntime and tokenizers, batches by length.

Reads one JSON line {"directory", "texts", "threads", "batch"}, answers "ready"; then for each line "inner" (one inference
at a time, on all threads) or "lanes" (as many inferences as threads, one thread each) encodes all texts and answers
{"wallSeconds", "cpuSeconds", "vectors": path of a float32 file}.
"""

import json
import resource
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

MAX_TOKENS = 128


def open_session(directory, threads):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(f"{directory}/model.onnx", options, providers=["CPUExecutionProvider"])


def encode_batch(session, rows, ids, result):
    length = max(len(ids[row]) for row in rows)
    tokens = np.zeros((len(rows), length), np.int64)
    mask = np.zeros((len(rows), length), np.int64)
    for place, row in enumerate(rows):
        tokens[place, : len(ids[row])] = ids[row]
        mask[place, : len(ids[row])] = 1
    inputs = {"input_ids": tokens, "attention_mask": mask, "token_type_ids": np.zeros_like(tokens)}
    (hidden,) = session.run(["last_hidden_state"], inputs)
    means = (hidden * mask[:, :, None]).sum(axis=1)
    result[rows] = means / np.linalg.norm(means, axis=1, keepdims=True)


def encode(tokenizer, session, texts, batch, lanes):
    ids = [encoding.ids for encoding in tokenizer.encode_batch(texts)]
    order = sorted(range(len(texts)), key=lambda row: -len(ids[row]))
    result = np.zeros((len(texts), 384), np.float32)
    batches = [order[start : start + batch] for start in range(0, len(order), batch)]
    if lanes == 1:
        for rows in batches:
            encode_batch(session, rows, ids, result)
    else:
        with ThreadPoolExecutor(lanes) as pool:
            list(pool.map(lambda rows: encode_batch(session, rows, ids, result), batches))
    return result


def cpu_seconds():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def main():
    task = json.loads(sys.stdin.readline())
    directory, texts, threads, batch = task["directory"], task["texts"], task["threads"], task["batch"]
    tokenizer = Tokenizer.from_file(f"{directory}/tokenizer.json")
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    sessions = {"inner": (open_session(directory, threads), 1), "lanes": (open_session(directory, 1), threads)}
    for session, lanes in sessions.values():
        encode(tokenizer, session, texts[:64], batch, lanes)
    print("ready", flush=True)
    for line in sys.stdin:
        session, lanes = sessions[line.strip()]
        wall, cpu = time.perf_counter(), cpu_seconds()
        vectors = encode(tokenizer, session, texts, batch, lanes)
        answer = {"wallSeconds": time.perf_counter() - wall, "cpuSeconds": cpu_seconds() - cpu}
        with tempfile.NamedTemporaryFile(suffix=".f32", delete=False) as file:
            file.write(vectors.tobytes())
        print(json.dumps({**answer, "vectors": file.name}), flush=True)


main()
