/**
 * What a deployment declares: sources, entities, feature groups and models, as data, and their
 * check against the schemas of their topics. Pure: imports {@code event} and {@code expression}.
 */
package io.tidemark.definition;
