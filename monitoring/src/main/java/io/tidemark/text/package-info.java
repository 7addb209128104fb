/** Words for messages, keys of several parts, and names in a graph. Pure: knows strings alone. */
package io.tidemark.text;
