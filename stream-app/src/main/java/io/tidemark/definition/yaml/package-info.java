/**
 * Reads definitions from YAML. A file becomes a tree of nodes, never objects, so that nothing a
 * file says can run code and every problem can name its line.
 */
package io.tidemark.definition.yaml;
