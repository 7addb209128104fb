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
    fields.put("value", FieldType.of(Kind.DOUBLE).orNull());
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
