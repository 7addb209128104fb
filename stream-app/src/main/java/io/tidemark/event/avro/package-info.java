/**
 * Avro records as {@link io.tidemark.event.Fields}.
 *
 * <table>
 * <caption>Avro types and what an expression sees</caption>
 * <tr><th>Avro</th><th>kind</th></tr>
 * <tr><td>boolean, string, enum, bytes, fixed</td><td>BOOL, STRING, STRING, BYTES, BYTES</td></tr>
 * <tr><td>int, long; float, double</td><td>INT; DOUBLE</td></tr>
 * <tr><td>timestamp-* and local-timestamp-* of any unit</td><td>TIMESTAMP; local means UTC</td></tr>
 * <tr><td>date</td><td>TIMESTAMP of the day's start in UTC</td></tr>
 * <tr><td>decimal</td><td>DOUBLE, the nearest: sums of money are exact to 15 digits only</td></tr>
 * <tr><td>other logical types</td><td>as the type beneath, uuid as STRING</td></tr>
 * <tr><td>array, map, record</td><td>LIST, MAP, RECORD</td></tr>
 * <tr><td>union of null and X</td><td>X, nullable</td></tr>
 * <tr><td>any other union, null, a record inside itself</td><td>DYNAMIC</td></tr>
 * </table>
 */
package io.tidemark.event.avro;
