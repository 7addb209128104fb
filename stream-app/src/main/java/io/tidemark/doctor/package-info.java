/** What an examination of a service's surroundings finds; knows nobody of them. */
package io.tidemark.doctor;
