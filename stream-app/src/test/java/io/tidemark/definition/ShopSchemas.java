package io.tidemark.definition;

import io.tidemark.event.FieldType;
import io.tidemark.event.FieldType.Kind;
import io.tidemark.event.RecordType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The schemas that definitions in tests are held against. */
public final class ShopSchemas {
  private ShopSchemas() {}

  public static final RecordType TRANSACTION = new RecordType("shop.Transaction", transaction());
  public static final RecordType OUTCOME = new RecordType("shop.Outcome", outcome());
  public static final RecordType PREDICTION = new RecordType("shop.Prediction", prediction());

  /** What {@link #of} says, with predictions. */
  public static final RecordTypes TYPES =
      new RecordTypes() {
        @Override
        public Optional<RecordType> of(String topic) {
          return ShopSchemas.of(topic);
        }

        @Override
        public Optional<RecordType> ofPredictions(String topic) {
          return Optional.of(PREDICTION);
        }
      };

  private static Map<String, FieldType> transaction() {
    Map<String, FieldType> fields = new LinkedHashMap<>();
    fields.put("transaction_id", FieldType.of(Kind.STRING));
    fields.put("customer_id", FieldType.of(Kind.STRING).orNull());
    fields.put("invoice_time", FieldType.of(Kind.TIMESTAMP));
    fields.put("ordered_at", FieldType.of(Kind.TIMESTAMP));
    fields.put("shipped_at", FieldType.of(Kind.TIMESTAMP).orNull());
    fields.put("unit_price", FieldType.of(Kind.DOUBLE));
    fields.put("quantity", FieldType.of(Kind.INT));
    fields.put("item", FieldType.of(Kind.STRING));
    fields.put("epoch", FieldType.of(Kind.INT));
    FieldType string = FieldType.of(Kind.STRING);
    fields.put("tags", new FieldType(Kind.LIST, false, string, Map.of()));
    return fields;
  }

  private static Map<String, FieldType> outcome() {
    Map<String, FieldType> fields = new LinkedHashMap<>();
    fields.put("request_id", FieldType.of(Kind.STRING));
    fields.put("outcome", FieldType.of(Kind.STRING));
    fields.put("dwell_seconds", FieldType.of(Kind.DOUBLE).orNull());
    fields.put("viewport_seconds", FieldType.of(Kind.DOUBLE).orNull());
    fields.put("scroll_speed", FieldType.of(Kind.DOUBLE).orNull());
    fields.put("value", FieldType.of(Kind.DOUBLE).orNull());
    FieldType string = FieldType.of(Kind.STRING);
    fields.put("attributes", new FieldType(Kind.MAP, false, string, Map.of()));
    return fields;
  }

  private static Map<String, FieldType> prediction() {
    Map<String, FieldType> fields = new LinkedHashMap<>();
    fields.put("request_id", FieldType.of(Kind.STRING));
    fields.put("model_score", FieldType.of(Kind.DOUBLE).orNull());
    fields.put("rank_position", FieldType.of(Kind.INT).orNull());
    fields.put("exploration_flag", FieldType.of(Kind.BOOL));
    FieldType any = FieldType.of(Kind.DYNAMIC).orNull();
    fields.put("raw_features", new FieldType(Kind.MAP, false, any, Map.of()));
    return fields;
  }

  /** Transactions on every topic called so, outcomes on {@code outcomes}, nothing elsewhere. */
  public static Optional<RecordType> of(String topic) {
    if (topic.startsWith("transactions")) {
      return Optional.of(TRANSACTION);
    }
    return topic.equals("outcomes") ? Optional.of(OUTCOME) : Optional.empty();
  }
}
