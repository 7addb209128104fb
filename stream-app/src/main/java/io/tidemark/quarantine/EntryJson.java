package io.tidemark.quarantine;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.avro.Quarantined;
import io.tidemark.quarantine.Payloads.Payload;
import io.tidemark.quarantine.ReplayTag.Header;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Records in quarantine as JSON, for programs and for files. Bytes that are text are text, others
 * hexadecimal behind {@code 0x}; what has to come back byte for byte is Base64. Stateless.
 */
public final class EntryJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Pattern WORD = Pattern.compile("\\W+");

  private EntryJson() {}

  /** What a list says of a record. */
  public static ObjectNode line(QuarantineEntry entry) {
    Quarantined record = entry.record();
    ObjectNode node = JSON.objectNode();
    node.put("id", entry.place().toString());
    node.put("position", entry.source().toString());
    node.put("quarantined_at", text(entry.quarantinedAt()));
    node.put("first_seen", text(record.getFirstSeen()));
    node.put("reason", record.getReason());
    node.put("rule", record.getRule());
    node.put("detail", record.getDetail());
    node.put("schema_id", record.getSchemaId());
    node.put("record_timestamp", text(record.getRecordTimestamp()));
    node.put("key", shown(entry.key()));
    Optional<ReplayTag> tag = entry.tag();
    node.put("attempt", tag.map(ReplayTag::attempt).orElse(0));
    node.put("original", tag.map(known -> known.original().toString()).orElse(null));
    return node;
  }

  /** A page of a list. */
  public static ObjectNode page(QuarantinePage page) {
    ObjectNode node = JSON.objectNode();
    ArrayNode records = node.putArray("records");
    page.entries().forEach(entry -> records.add(line(entry)));
    node.put("matching", page.matching());
    node.put("next", page.next().map(Object::toString).orElse(null));
    node.put("complete", page.complete());
    return node;
  }

  /** Everything about a record, for people: decoded where it decodes, and hexadecimal. */
  public static ObjectNode whole(QuarantineEntry entry, Payload payload) {
    ObjectNode node = line(entry);
    node.set("headers", headers(entry, EntryJson::shown));
    payload.decoded().ifPresent(decoded -> node.set("failed_on", failedOn(entry, decoded)));
    node.set("decoded", payload.decoded().<JsonNode>map(d -> d).orElse(JSON.nullNode()));
    node.put("undecodable", payload.problem().orElse(null));
    node.put("value_bytes", entry.value() == null ? 0 : entry.value().length);
    node.put("value_hex", entry.value() == null ? null : HexFormat.of().formatHex(entry.value()));
    return node;
  }

  /** Everything about a record, for a file from which it can be made again. */
  public static ObjectNode exported(QuarantineEntry entry, Payload payload) {
    ObjectNode node = line(entry);
    node.set("headers_base64", headers(entry, EntryJson::base64));
    node.set("decoded", payload.decoded().<JsonNode>map(d -> d).orElse(JSON.nullNode()));
    node.put("undecodable", payload.problem().orElse(null));
    node.put("key_base64", base64(entry.key()));
    node.put("value_base64", base64(entry.value()));
    return node;
  }

  /** What a summary says of a sender. */
  public static ObjectNode line(ProducerSummary.Row row) {
    ObjectNode node = JSON.objectNode();
    node.put("topic", row.sender().topic());
    node.put("producer", row.sender().producer());
    node.put("schema_id", row.sender().schemaId());
    node.put("records", row.records());
    ObjectNode reasons = node.putObject("reasons");
    row.reasons().forEach(reasons::put);
    node.put("first", text(row.first()));
    node.put("last", text(row.last()));
    node.put("example", row.example().toString());
    return node;
  }

  /**
   * The fields that the rule or the explanation names, with the values that the record has: what it
   * failed on.
   */
  private static ObjectNode failedOn(QuarantineEntry entry, ObjectNode decoded) {
    String said = entry.record().getRule() + " " + entry.record().getDetail();
    ObjectNode values = JSON.objectNode();
    WORD.splitAsStream(said)
        .filter(decoded::has)
        .forEach(field -> values.set(field, decoded.get(field)));
    return values;
  }

  private interface Shape {
    String of(byte[] bytes);
  }

  private static ArrayNode headers(QuarantineEntry entry, Shape shape) {
    ArrayNode headers = JSON.arrayNode();
    for (Header header : entry.headers()) {
      headers.addObject().put("name", header.name()).put("value", shape.of(header.value()));
    }
    return headers;
  }

  private static String text(Instant instant) {
    return instant == null ? null : instant.toString();
  }

  private static Optional<String> text(byte[] bytes) {
    try {
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return Optional.of(text).filter(all -> all.chars().noneMatch(Character::isISOControl));
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static String base64(byte[] bytes) {
    return bytes == null ? null : Base64.getEncoder().encodeToString(bytes);
  }

  /** Bytes as people read them. */
  public static String shown(byte[] bytes) {
    return bytes == null
        ? null
        : text(bytes).orElseGet(() -> "0x" + HexFormat.of().formatHex(bytes));
  }
}
