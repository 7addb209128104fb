package io.tidemark.definition;

/**
 * Definitions as read, consistent in themselves but not yet held against any schema.
 *
 * @param definitions what was read
 * @param sourceMap where each part stands
 */
public record LoadedDefinitions(Definitions definitions, SourceMap sourceMap) {}
