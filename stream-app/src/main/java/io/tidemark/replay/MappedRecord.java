package io.tidemark.replay;

import java.util.OptionalLong;
import org.apache.avro.generic.GenericRecord;

/**
 * A row as a record.
 *
 * @param row the row's number
 * @param key the record key, or {@code null} where none is declared or a part of it is null
 * @param value the record
 * @param timeMs event time, milliseconds since the Unix epoch; empty where none is declared or it
 *     is null
 */
public record MappedRecord(long row, String key, GenericRecord value, OptionalLong timeMs) {}
