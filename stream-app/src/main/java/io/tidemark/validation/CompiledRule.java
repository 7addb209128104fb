package io.tidemark.validation;

import io.tidemark.definition.Rule;
import io.tidemark.expression.Expression;

/**
 * A declared rule, ready to be asked.
 *
 * @param name the rule's name
 * @param expect must be true; false, null or an error is a failure
 * @param onFail what a failure does
 */
public record CompiledRule(String name, Expression expect, Rule.OnFail onFail) {}
