/**
 * The HTTP server of a process, on the JDK's own: metrics, health, bearer tokens with scopes, and
 * routes of other parts.
 */
package io.tidemark.http;
