package io.tidemark.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.IntFunction;

/**
 * What the console is told. Thread-safe.
 *
 * @param overview what is declared and what runs it
 * @param erasures the latest erasures, at most so many, with their receipts
 */
public record ConsoleAnswers(Overview overview, IntFunction<ObjectNode> erasures) {}
