"""The PyTorch side of bench/training.ts: the same models, sizes, batch and threads.

usage: training.py THREADS STEPS WORKLOAD_JSON; prints one line of JSON.
"""
import json
import math
import resource
import statistics
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn

THREADS, STEPS, W = int(sys.argv[1]), int(sys.argv[2]), json.loads(sys.argv[3])
torch.set_num_threads(THREADS)
torch.manual_seed(1)
D, HEADS, B, T, L, N, RATE = (W[k] for k in ("dimension", "heads", "batch", "turns", "history", "items", "dropout"))


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.q, self.k, self.v, self.o = (nn.Linear(D, D, bias=False) for _ in range(4))

    def forward(self, x, memory, mask):
        def split(y):
            return y.view(B, -1, HEADS, D // HEADS).transpose(1, 2)

        mixed = F.scaled_dot_product_attention(split(self.q(x)), split(self.k(memory)), split(self.v(memory)), mask)
        return self.o(mixed.transpose(1, 2).reshape(B, -1, D))


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.n1, self.n2, self.attention = nn.LayerNorm(D), nn.LayerNorm(D), Attention()
        self.into, self.out = nn.Linear(D, 4 * D), nn.Linear(4 * D, D)

    def forward(self, x, mask):
        n = self.n1(x)
        x = x + F.dropout(self.attention(n, n, mask), RATE)
        return x + F.dropout(self.out(F.relu(self.into(self.n2(x)))), RATE)


class CrossAttention(nn.Module):
    """The product's default model over frozen embeddings."""

    def __init__(self):
        super().__init__()
        self.item_text, self.turn_text = nn.Linear(W["text"], D, bias=False), nn.Linear(W["text"], D, bias=False)
        self.item_id = nn.Parameter(torch.zeros(N, D))
        self.speaker, self.age = nn.Embedding(2, D), nn.Embedding(12, D)
        self.turn_position, self.history_position = (nn.Parameter(0.02 * torch.randn(32, D)) for _ in range(2))
        self.dialog, self.past, self.attention = Block(), Block(), Attention()
        self.fusion_norm, self.score_norm = nn.LayerNorm(D), nn.LayerNorm(D)
        self.query = nn.Parameter(torch.zeros(D, 1))
        self.scale, self.popularity = nn.Parameter(torch.zeros(())), nn.Parameter(torch.tensor(0.5))
        self.register_buffer("texts", torch.randn(N, W["text"]) / math.sqrt(W["text"]))
        self.register_buffer("log_popularity", torch.ones(N))

    def forward(self, batch):
        items = self.item_text(self.texts) + self.item_id
        x = self.turn_text(batch["turns"]) + self.speaker(batch["speaks"]) + self.turn_position[:T]
        x = self.dialog(F.dropout(x * math.sqrt(D), RATE), batch["turn_mask"])
        h = items[batch["history"]] + self.history_position[:L] + self.age(batch["age"])
        h = self.past(F.dropout(h * math.sqrt(D), RATE), batch["history_mask"])
        attended = self.attention(x, h, batch["history_mask"])
        z = self.fusion_norm(x + F.dropout(attended, RATE))
        pooled = (z * torch.softmax(z @ self.query, 1)).sum(1)
        return self.score_norm(pooled) @ items.T * self.scale.exp() + self.popularity * self.log_popularity


class TwoEncoders(nn.Module):
    def __init__(self):
        super().__init__()
        self.token, self.item = nn.Embedding(W["text"], D), nn.Embedding(N, D)
        self.token_position = nn.Parameter(0.02 * torch.randn(T, D))
        self.item_position = nn.Parameter(0.02 * torch.randn(L, D))
        self.dialog, self.past = (nn.ModuleList(Block() for _ in range(2)) for _ in range(2))
        self.attention, self.norm = Attention(), nn.LayerNorm(D)

    def forward(self, batch):
        x = F.dropout(self.token(batch["tokens"]) + self.token_position, RATE)
        for block in self.dialog:
            x = block(x, batch["turn_mask"])
        h = F.dropout(self.item(batch["history"]) + self.item_position, RATE)
        for block in self.past:
            h = block(h, batch["history_mask"])
        z = self.norm(x + F.dropout(self.attention(x, h, batch["history_mask"]), RATE))
        return z.mean(1) @ self.item.weight.T


def batches():
    # Masks as the other side has them: additive, all places real.
    common = {"turn_mask": torch.zeros(B, 1, 1, T), "history_mask": torch.zeros(B, 1, 1, L)}
    for _ in range(8):
        batch = {"history": torch.randint(N, (B, L)), "target": torch.randint(N, (B,)), **common}
        if W["kind"] == "two-encoders":
            yield {**batch, "tokens": torch.randint(W["text"], (B, T))}
        else:
            turns = torch.randn(B, T, W["text"]) / math.sqrt(W["text"])
            yield {**batch, "turns": turns, "speaks": torch.randint(2, (B, T)), "age": torch.full((B, L), 4)}


model = TwoEncoders() if W["kind"] == "two-encoders" else CrossAttention()
optimizer = torch.optim.AdamW(model.parameters(), lr=2e-3, weight_decay=0.01)
prepared = list(batches())
taken = []
cpu = time.process_time()
for step in range(3 + STEPS):
    if step == 3:
        cpu = time.process_time()
    started = time.perf_counter()
    batch = prepared[step % len(prepared)]
    loss = F.cross_entropy(model(batch), batch["target"])
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    value = loss.item()
    taken.append(time.perf_counter() - started)
print(
    json.dumps(
        {
            "parameters": sum(p.numel() for p in model.parameters()),
            "stepsPerSecond": 1 / statistics.median(taken[3:]),
            "cpuMsPerStep": 1000 * (time.process_time() - cpu) / STEPS,
            "peakMb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
            "loss": value,
        }
    )
)
