/**
 * The HTTP server of a process, on Netty: metrics, health, bearer tokens with scopes, TLS, and
 * routes of other parts. What is public here knows nothing of Netty.
 */
package io.tidemark.http;
