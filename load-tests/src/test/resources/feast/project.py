"""A Feast project that does what it is told on each line, and answers with one line of JSON."""
import json
import logging
import os
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pandas as pd
import yaml
from feast import FeatureStore
from feast.data_source import PushMode
from feast.repo_operations import apply_total

answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)  # what libraries print is no answer
logging.disable(logging.INFO)
store = None
remote = None
key = None
ids = []


def open_project(folder, join_key, prefix, count):
    global store, key, ids
    os.chdir(folder)
    sys.path.insert(0, folder)
    store = FeatureStore(folder)
    apply_total(store.config, Path(folder), skip_source_validation=True)
    store = FeatureStore(folder)
    key = join_key
    ids = [prefix + str(i) for i in range(int(count))]
    return sorted(view.name for view in store.list_feature_views())


def open_remote(url):
    """The same project, whose online store is a feature server."""
    global remote
    config = yaml.safe_load(Path("feature_store.yaml").read_text())
    config["registry"] = str(Path(config["registry"]).resolve())
    config["online_store"] = {"type": "remote", "path": url}
    Path("remote").mkdir()
    Path("remote/feature_store.yaml").write_text(yaml.safe_dump(config))
    remote = FeatureStore("remote")
    return type(remote._get_provider().online_store).__name__


def frame(**columns):
    now = datetime.now(timezone.utc)
    return pd.DataFrame({key: ids, "event_timestamp": [now] * len(ids), **columns})


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


def rows():
    return [{key: one} for one in ids]


def read(service):
    found = store.get_online_features(store.get_feature_service(service), rows()).to_dict()
    theirs = ["profile:age", "profile:tier", "scores:score"]
    found.update(store.get_online_features(theirs, rows()).to_dict())
    return found


def read_remote(service):
    return remote.get_online_features(remote.get_feature_service(service), rows()).to_dict()


for line in sys.stdin:
    name, *arguments = line.split()
    answers.write(json.dumps(globals()[name](*arguments)) + "\n")
    answers.flush()
