/**
 * The life of a task's entities: on the heap and in the state store, what of them is not stored or
 * not sent, when they change by themselves, and which versions of groups they show. Pure: imports
 * definitions, contributions, features and the task's clock; who stores and who sends is elsewhere.
 */
package io.tidemark.entity;
