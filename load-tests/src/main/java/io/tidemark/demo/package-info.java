/**
 * Traffic like that of a shop with a ranking model, and what must come out of it.
 *
 * <p>Pure: the same plan gives the same messages, and the checks compare what was sent with what
 * came out by recomputing it the plain way, without the service's code.
 */
package io.tidemark.demo;
