/**
 * The commands of {@code tidemark}: options, exit codes and what is printed for people. May import
 * everything; holds no rule of its own.
 */
package io.tidemark.app.cli;
