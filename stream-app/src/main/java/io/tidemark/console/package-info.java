/**
 * What the console asks for that nobody else does: what is declared, and which instances run it.
 * The page itself is made of the files in the folder {@code console} of the resources. Imports
 * {@code definition}, {@code http} and JSON.
 */
package io.tidemark.console;
