package io.tidemark.definition;

/**
 * A feature computed from other features of its group at the same instant.
 *
 * @param name the feature's name; its value is called {@code <group>.<name>}
 * @param expr an expression over the names of the group's aggregated values, such as {@code
 *     spend_1h}; absent where a value it needs is absent or it fails
 */
public record Derived(String name, String expr) {}
