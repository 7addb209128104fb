package io.tidemark.registry;

import org.apache.avro.Schema;

/**
 * A schema as one version of a subject.
 *
 * @param subject the subject's name
 * @param version version within the subject, 1 or more
 * @param id the schema's id, unique in the registry
 * @param schema the schema
 */
public record RegisteredSchema(String subject, int version, int id, Schema schema) {}
