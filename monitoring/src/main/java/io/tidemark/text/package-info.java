/** Words for messages, and keys of several parts. Pure: knows strings alone. */
package io.tidemark.text;
