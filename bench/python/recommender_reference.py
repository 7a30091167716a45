"""Numbers of well-known libraries that our metrics are held against.

    python -m venv /tmp/reference && /tmp/reference/bin/pip install pytrec-eval-terrier rapidfuzz
    /tmp/reference/bin/python bench/python/recommender_reference.py > test/core/recommender/metrics/reference.json

Rankings: scores of 40 items for 30 dialogs, one relevant each, by pytrec_eval (the trec_eval of NIST). Titles: pairs of
made-up product titles, by rapidfuzz's token_set_ratio after its default processing.
"""
import json
import random

import pytrec_eval
from rapidfuzz import fuzz, utils

random.seed(7)
MEASURES = {"success_1", "success_5", "success_10", "ndcg_cut_5", "ndcg_cut_10", "recip_rank"}
ITEMS = [f"i{n:02d}" for n in range(40)]

dialogs = []
for _ in range(30):
    scores = [round(random.gauss(0, 1), 6) for _ in ITEMS]
    target = random.randrange(len(ITEMS))
    # Half of the targets get a push, or most ranks would lie beyond the cuts.
    if random.random() < 0.5:
        scores[target] += 2
    dialogs.append({"scores": scores, "target": target})

qrels = {str(n): {ITEMS[d["target"]]: 1} for n, d in enumerate(dialogs)}
run = {str(n): dict(zip(ITEMS, d["scores"])) for n, d in enumerate(dialogs)}
found = pytrec_eval.RelevanceEvaluator(qrels, MEASURES).evaluate(run)

TITLES = [
    "Fender 351 Premium Celluloid Guitar Picks, 12 Pack, Black Moto, Medium",
    "Fender 351 Premium Celluloid Guitar Picks, 12 Pack, Confetti, Heavy",
    "Dunlop Tortex Standard Picks .60mm Orange - 12 Pack",
    "Dunlop Jazz III Picks 6 Pack Black",
    "Ernie Ball 2221 Nickel Slinky Lime",
    "Ernie Ball Power Slinky Nickel Wound Set (11 - 48)",
    "Planet Waves Classic Series Instrument Cable, 10 feet",
    "Instrument Cable",
    "Café Crème Drum Stool",
    "PICKS!!",
]
titles = [
    {"a": a, "b": b, "ratio": fuzz.token_set_ratio(a, b, processor=utils.default_process)}
    for place, a in enumerate(TITLES)
    for b in TITLES[place:]
]
print(json.dumps({"dialogs": [{**d, "measures": found[str(n)]} for n, d in enumerate(dialogs)], "titles": titles}, indent=1))
