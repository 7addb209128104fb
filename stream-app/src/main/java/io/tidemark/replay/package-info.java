/**
 * Turns files into records: CSV, JSON lines and Avro container files, row by row, through a column
 * mapping into records of one Avro schema. Knows files and Avro, but no topic.
 *
 * <pre>
 *   file -> RowReader -> Row -> RecordMapping -> MappedRecord (record, key, event time)
 *                                    ^
 *             MappingSpec <- MappingYaml, MappingFlags
 * </pre>
 */
package io.tidemark.replay;
