/**
 * Turns files into records: CSV, JSON lines, Avro container and Parquet files, row by row, through
 * a column mapping into records of one Avro schema. Knows files and Avro, but no topic.
 *
 * <pre>
 *   file -> RowReader -> Row -> RecordMapping -> MappedRecord (record, key, event time)
 *               ^                    ^
 *           FileForm            MappingSpec <- MappingYaml, MappingFlags
 * </pre>
 *
 * <p>Nothing is bent to fit: a row that does not is a {@link RowException} with column, value and
 * rule, and goes to {@link RejectedRows} in the form of its file.
 */
package io.tidemark.replay;
