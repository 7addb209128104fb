/**
 * What becomes of one record: pure checks in a fixed order, each record ending as exactly one
 * {@link io.tidemark.validation.Verdict}.
 *
 * <pre>
 *   wire format - schema known - decodable - resolvable | required - event time - rules - duplicate
 *   (found where bytes are read; reasons are here)      | (EventValidator, on decoded fields)
 * </pre>
 */
package io.tidemark.validation;
