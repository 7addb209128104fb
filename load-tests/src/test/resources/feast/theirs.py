"""Views that Feast writes, of the entities that Tidemark computes features for."""
from datetime import timedelta

from feast import FeatureView, Field, FileSource, PushSource
from feast.types import Float64, Int64, String

from tidemark_features import entity_customer_id

profile_push = PushSource(
    name="profile_push",
    batch_source=FileSource(
        name="profile_file", path="profile.parquet", timestamp_field="event_timestamp"
    ),
)
profile = FeatureView(
    name="profile",
    entities=[entity_customer_id],
    ttl=timedelta(days=1),
    schema=[
        Field(name="customer_id", dtype=String),
        Field(name="age", dtype=Int64),
        Field(name="tier", dtype=String),
    ],
    source=profile_push,
)
scores = FeatureView(
    name="scores",
    entities=[entity_customer_id],
    ttl=timedelta(days=1),
    schema=[Field(name="customer_id", dtype=String), Field(name="score", dtype=Float64)],
    source=FileSource(
        name="scores_file", path="scores.parquet", timestamp_field="event_timestamp"
    ),
)
