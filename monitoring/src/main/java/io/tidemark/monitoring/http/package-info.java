/**
 * The operations endpoints: metrics, health, and routes of other parts, on the JDK's HTTP server.
 */
package io.tidemark.monitoring.http;
