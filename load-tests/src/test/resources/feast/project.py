"""A Feast project that does what it is told on each line, and answers with one line of JSON."""
import json
import logging
import os
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pandas as pd
from feast import FeatureStore
from feast.data_source import PushMode
from feast.repo_operations import apply_total

answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)  # what libraries print is no answer
logging.disable(logging.INFO)
store = None
ids = []


def open_project(folder, count):
    global store, ids
    os.chdir(folder)
    sys.path.insert(0, folder)
    store = FeatureStore(folder)
    apply_total(store.config, Path(folder), skip_source_validation=True)
    store = FeatureStore(folder)
    ids = [f"c{i}" for i in range(int(count))]
    return sorted(view.name for view in store.list_feature_views())


def frame(**columns):
    now = datetime.now(timezone.utc)
    return pd.DataFrame({"customer_id": ids, "event_timestamp": [now] * len(ids), **columns})


def push(turn):
    ages = [int(turn) * 10_000 + i for i in range(len(ids))]
    tiers = [f"tier {i % 7}" for i in range(len(ids))]
    pushed = frame(age=ages, tier=tiers)
    pushed.to_parquet("profile.parquet")
    store.push("profile_push", pushed, to=PushMode.ONLINE)
    return len(ids)


def materialise(turn):
    frame(score=[int(turn) + i / 8 for i in range(len(ids))]).to_parquet("scores.parquet")
    now = datetime.now(timezone.utc)
    store.materialize(now - timedelta(hours=1), now + timedelta(seconds=1), ["scores"])
    return len(ids)


def materialise_all():
    store.materialize_incremental(datetime.now(timezone.utc) + timedelta(seconds=1))
    return len(ids)


def read(service):
    rows = [{"customer_id": one} for one in ids]
    found = store.get_online_features(store.get_feature_service(service), rows).to_dict()
    theirs = ["profile:age", "profile:tier", "scores:score"]
    found.update(store.get_online_features(theirs, rows).to_dict())
    return found


for line in sys.stdin:
    name, *arguments = line.split()
    answers.write(json.dumps(globals()[name](*arguments)) + "\n")
    answers.flush()
