/** The online feature store: its port, the layout of a row, and an implementation on the heap. */
package io.tidemark.store;
